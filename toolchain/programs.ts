import type { ProgramName } from "../runtimes/service.ts";

/** Everything that is built from the pinned Go modules: the services and the programs used beside them. */
export type ToolName = ProgramName | "batch_decoder";

export interface Recipe {
  /** The folder in `toolchain/` with the go.mod that pins it. */
  module: string;
  /** The Go package of its main function. */
  package: string;
  /** What the program reports as its version: the pinned module, the package variable that holds it. */
  version?: { of: string; variable: string };
  /** Seconds that a cold build takes on two cores, for the user's patience only. */
  usual: number;
}

const OPTIMISM = "github.com/ethereum-optimism/optimism";

/** How each program is built. */
export const RECIPES: Readonly<Record<ToolName, Recipe>> = {
  "op-geth": { module: "op-stack", package: "github.com/ethereum/go-ethereum/cmd/geth", usual: 120 },
  "op-node": {
    module: "op-stack",
    package: `${OPTIMISM}/op-node/cmd`,
    version: { of: OPTIMISM, variable: `${OPTIMISM}/op-node/version.Version` },
    usual: 80,
  },
  "op-batcher": {
    module: "op-stack",
    package: `${OPTIMISM}/op-batcher/cmd`,
    version: { of: OPTIMISM, variable: "main.Version" },
    usual: 10,
  },
  batch_decoder: { module: "op-stack", package: `${OPTIMISM}/op-node/cmd/batch_decoder`, usual: 10 },
  "op-proposer": {
    module: "op-proposer",
    package: `${OPTIMISM}/op-proposer/cmd`,
    version: { of: OPTIMISM, variable: "main.Version" },
    usual: 120,
  },
};

export const TOOL_NAMES = Object.keys(RECIPES) as ToolName[];

/** The version of a required module as a go.mod pins it. */
export function pinnedVersion(goMod: string, module: string): string | undefined {
  const line = goMod.split("\n").find((l) => l.replace("require", "").trim().startsWith(`${module} v`));
  return line
    ?.trim()
    .split(/\s+/)
    .at(line.trim().startsWith("require") ? 2 : 1);
}
