export { ensurePrograms } from "./build.ts";
export {
  type ContractArtifact,
  contractArtifact,
  ensureContracts,
  ensureProtocol,
  protocolArtifacts,
  protocolBuild,
  protocolBuildName,
} from "./contracts/contracts.ts";
export { foundryPath } from "./contracts/foundry.ts";
export { programDigest, programPath } from "./lookup.ts";
export { TOOL_NAMES, type ToolName } from "./programs.ts";
export type { OnProgress, ProgressEvent } from "./progress.ts";
export { type ReportLine, toolchainReport } from "./report.ts";
