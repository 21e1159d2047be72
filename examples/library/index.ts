/**
 * A Pulumi program of one's own that has a whole Tensora among its resources: configured by a plain object instead of a
 * stack file, and with an output of its own. docs/library.md says how to run it.
 */
import * as pulumi from "@pulumi/pulumi";
import { Devnet, loadObject, processRuntime } from "tensora";

const { spec, keys } = await loadObject(
  {
    l1: { blockTime: 1 },
    l2: { blockTime: 1 },
    ports: "free",
  },
  { root: import.meta.dirname, stack: pulumi.getStack() },
);
const { outputs } = new Devnet({ spec, keys, runtime: processRuntime(spec) });

export const wallet = outputs.l2.apply(({ rpcUrl, chainId }) => ({ name: "My Tensora", rpcUrl, chainId }));
