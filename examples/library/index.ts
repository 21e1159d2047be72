/**
 * A Pulumi program that creates a devnet. It configures the devnet with a plain object instead of a stack file, and adds
 * an output. docs/library.md says how to run it.
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
