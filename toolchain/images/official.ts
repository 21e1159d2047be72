import type { ToolName } from "../programs.ts";

/**
 * Where the official image of a program has it. The bundler is not among them: it runs amended (`toolchain/alto`), and
 * its official image is not. Sources: the Dockerfile of op-geth; ops/docker/op-stack-go/Dockerfile of optimism.
 */
export const OFFICIAL = {
  "op-geth": "/usr/local/bin/geth",
  "op-node": "/usr/local/bin/op-node",
  "op-batcher": "/usr/local/bin/op-batcher",
  "op-proposer": "/usr/local/bin/op-proposer",
} as const satisfies Partial<Record<ToolName, string>>;

export type OfficialProgram = keyof typeof OFFICIAL;
