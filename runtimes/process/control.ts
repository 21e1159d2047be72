import type { ServiceControl } from "../common/control.ts";
import type { ServiceHandle } from "../../spec/handle.ts";
import { followLog, getService, killService, startService, stopService, tailLog } from "./client.ts";

/** Services under the supervisor of their stack. */
export const processControl: ServiceControl<Extract<ServiceHandle, { runtime: "process" }>> = {
  condition: async ({ dir, name }) => (await getService(dir, name))?.state ?? "dead",
  tail: ({ dir, name }, lines) => tailLog(dir, name, lines),
  follow: ({ dir, name }, signal) => followLog(dir, name, signal),
  kill: ({ dir, name }) => killService(dir, name),
  stop: ({ dir, name }) => stopService(dir, name),
  start: ({ dir, name }) => startService(dir, name),
};
