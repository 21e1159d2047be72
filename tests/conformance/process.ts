import { processControl } from "../../runtimes/process/control.ts";
import { listServices } from "../../runtimes/process/client.ts";
import type { ServiceName } from "../../spec/services.ts";
import type { Machine } from "./machine.ts";

/** Supervised processes of this machine. */
export const processMachine = async (): Promise<Machine> => ({
  values: {},
  healing: 30,
  async running({ dir }) {
    const services = await listServices(dir);
    return Object.fromEntries(services.flatMap(({ name, pid }) => (pid ? [[name, String(pid)]] : [])));
  },
  kill: ({ dir }, name) => processControl.kill({ runtime: "process", dir, name: name as ServiceName }),
  leftovers: async (stack) => (await stack.processes()).map(({ argv }) => argv.join(" ")),
  end: async () => {},
});
