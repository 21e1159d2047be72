import { execa } from "execa";
import { listServices } from "../runtimes/process/client.ts";
import { readSupervisor } from "../runtimes/process/store.ts";

/** Megabytes (10^6 bytes) that the processes of a stack hold in memory, their supervisor included. @param dir the stack's */
export async function residentMegabytes(dir: string): Promise<number> {
  const services = await listServices(dir);
  const pids = [readSupervisor(dir)?.process.pid, ...services.map(({ pid }) => pid)].filter(
    (pid) => pid !== undefined,
  );
  const { stdout } = await execa("ps", ["-o", "rss=", "-p", pids.join(",")]);
  const kibibytes = stdout.split("\n").map(Number);
  return (kibibytes.reduce((sum, size) => sum + size, 0) * 1024) / 1e6;
}
