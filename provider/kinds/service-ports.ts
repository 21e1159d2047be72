import { createServer } from "node:net";
import type { ServiceInputs } from "../../resources/service.ts";
import { TensoraError } from "../../lib/errors.ts";
import { listenerOf } from "../../runtimes/process/listener.ts";

/**
 * Refuses to start a service where somebody else listens on one of its ports.
 * @param held ports that the service's own process may hold
 * @throws TensoraError naming every such port by its path in the stack file, and who listens there if it can be known
 */
export async function refuseTakenPorts(
  { host, service }: ServiceInputs,
  held: ReadonlySet<number>,
): Promise<void> {
  const asked = Object.entries(service.ports).filter(([, port]) => !held.has(port));
  const free = await Promise.all(asked.map(([, port]) => isFree(host, port)));
  const taken = asked.filter((_, index) => !free[index]);
  if (taken.length === 0) return;
  const words = taken.map(([name, port]) => {
    const holder = listenerOf(port);
    const who = holder ? `process ${holder.pid} (${holder.command})` : "another process";
    return { path: `services.${service.name}.ports.${name}`, text: `port ${port} is taken by ${who}` };
  });
  throw new TensoraError(`${service.name} cannot start: ${words.map(({ text }) => text).join(", ")}`, {
    where: words.map(({ path }) => path).join(", "),
    next: ["stop that process, set another port there, or use free ports: `--set ports=free`"],
  });
}

const isFree = (host: string, port: number): Promise<boolean> =>
  new Promise((answer) => {
    const server = createServer();
    // Any other failure is the program's to tell.
    server.once("error", (error: NodeJS.ErrnoException) => answer(error.code !== "EADDRINUSE"));
    server.listen({ host, port, exclusive: true }, () => server.close(() => answer(true)));
  });
