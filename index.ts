/**
 * The Pulumi program: a stack file becomes a running Tensora.
 *
 *   stacks/Pulumi.<stack>.yaml  -> config/      what is wanted, checked and complete
 *                               -> components/  one for each role of the stack
 *                               -> runtimes/    where their services run
 *                               -> steps/       what is done to the chains, and the proofs that they work
 */
import * as pulumi from "@pulumi/pulumi";
import { Devnet } from "./components/devnet.ts";
import { loadProgram } from "./config/index.ts";
import { projectRoot } from "./lib/root.ts";
import { runtimeOf } from "./runtimes/index.ts";

const { spec, keys } = await loadProgram({
  root: projectRoot(),
  stack: pulumi.getStack(),
  values: pulumi.runtime.allConfig(),
});
const { outputs } = new Devnet({ spec, keys, runtime: await runtimeOf(spec) });

export const { stack, l1, l2, contracts, services } = outputs;
