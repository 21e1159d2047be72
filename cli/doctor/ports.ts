import net from "node:net";
import { stackDir } from "../../config/derive.ts";
import { checkStack } from "../../config/index.ts";
import { keptPorts } from "../../config/ports.ts";
import { messageOf } from "../../lib/errors.ts";
import { listServices } from "../../runtimes/process/client.ts";
import type { ReportLine } from "../../toolchain/report.ts";
import { root } from "../request.ts";
import { firstLine } from "../ui/format.ts";

/** Whether the ports of a stack are free, or its own services listen there. */
export async function portsReport(stack: string): Promise<ReportLine[]> {
  const line = { name: `ports of ${stack}`, kind: "tool" } as const;
  const place = { root: root(), stack };
  const resolved = await checkStack(place).catch((error: unknown) => messageOf(error));
  if (typeof resolved === "string") {
    const next = `run \`./tensora config check --stack ${stack}\``;
    return [{ ...line, state: "missing", detail: firstLine(resolved), next }];
  }
  const { config } = resolved;
  const kept = await keptPorts(place);
  const ports = Object.entries(config.services).flatMap(([service, own]) =>
    Object.entries({ ...kept[service], ...own.ports }).map(([name, port]) => ({
      name: `${service}.${name}`,
      service,
      port,
    })),
  );
  const services = await listServices(stackDir(place.root, stack));
  const own = new Set(services.filter(({ state }) => state === "running").map(({ name }) => name as string));
  const others = ports.filter(({ service }) => !own.has(service));
  const taken = (
    await Promise.all(others.map(async (p) => ((await listens(config.listen, p.port)) ? [p] : [])))
  ).flat();
  if (taken.length > 0) {
    const detail = `in use: ${taken.map(({ name, port }) => `${port} (${name})`).join(", ")}`;
    const next =
      "stop the programs that listen there, or set `ports: free` in the stack file (`--set ports=free`)";
    return [{ ...line, state: "missing", detail, next }];
  }
  const free = `${others.length} free`;
  return [{ ...line, state: "ok", detail: own.size > 0 ? `${free}, ${own.size} services run` : free }];
}

/** Whether somebody has the port already. */
const listens = (host: string, port: number): Promise<boolean> =>
  new Promise((answer) => {
    const server = net.createServer();
    server.once("error", () => answer(true));
    server.listen({ host, port, exclusive: true }, () => server.close(() => answer(false)));
  });
