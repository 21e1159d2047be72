import type { L2GenesisInputs as ResourceInputs } from "../resources/genesis.ts";
import { readStack } from "../engine/index.ts";
import { TensoraError } from "../lib/errors.ts";
import { contractArtifact } from "../toolchain/index.ts";
import { STACK } from "./stack.ts";

/** Milliseconds that the L2 genesis and the rollup file of the running stack take, to the last byte of JSON. */
export async function genesisTime(root: string): Promise<number> {
  const { resources } = await readStack(root, STACK);
  const inputs = resources.find(({ type }) => type === "tensora:index:L2Genesis")?.inputs;
  if (!inputs) throw new TensoraError(`stack ${STACK} has no L2 genesis`);
  const { spec, settlement, origin } = inputs as unknown as ResourceInputs;
  const { l2Genesis } = await import("../genesis/index.ts");
  const began = performance.now();
  const wrappedBnbCode = contractArtifact("WrappedBNB").deployedBytecode;
  const { genesis, rollup } = l2Genesis({ spec, settlement, origin, wrappedBnbCode });
  JSON.stringify(genesis);
  JSON.stringify(rollup);
  return performance.now() - began;
}
