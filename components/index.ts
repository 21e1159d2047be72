/** What another Pulumi program imports: `import { Devnet, loadObject, processRuntime } from "tensora"`. */

export { loadObject, loadProgram, type ProgramRequest } from "../config/load.ts";
export type { DevnetSpec, Keys } from "../spec/devnet.ts";
export { processRuntime } from "../runtimes/process/index.ts";
export type { Launched, Runtime } from "../runtimes/common/runtime.ts";
export { Batcher } from "./batcher.ts";
export type { ComponentContext, L1Endpoint, Running } from "./context.ts";
export { Devnet } from "./devnet.ts";
export { L1 } from "./l1.ts";
export type { DevnetOutputs } from "./outputs.ts";
export { Proposer } from "./proposer.ts";
export { Replica } from "./replica.ts";
export { Step } from "../resources/step.ts";
export { Service } from "../resources/service.ts";
export { Rollup } from "./rollup.ts";
export { Sequencer } from "./sequencer.ts";
export { Settlement } from "./settlement.ts";
export { Smoke } from "./smoke.ts";
