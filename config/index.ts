/** Everything that other folders need of the configuration; after this one nobody reads any. */
export type { Devnet } from "./derive.ts";
export { stackDir } from "./derive.ts";
export { generatedFiles } from "./generated.ts";
export { jsonSchema } from "./json-schema.ts";
export {
  checkStack,
  loadObject,
  loadProgram,
  loadStack,
  overridesOf,
  type ProgramRequest,
  type StackRequest,
} from "./load.ts";
export { type ShownValue, showStack } from "./show.ts";
export * from "../spec/devnet.ts";
export { type Decrypt, stackNames } from "./stack-file.ts";
