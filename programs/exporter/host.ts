import fs from "node:fs";
import os from "node:os";
import { Gauge, type Registry } from "prom-client";

/**
 * What the machine has left: as a process or in Docker the one that all services are on, on Kubernetes the exporter's node.
 * It is asked at the scrape.
 * @param dir a folder on the disk that is looked at
 */
export function watchHost(registry: Registry, dir: string): void {
  const gauge = (name: string, help: string, value: () => number) => {
    const made: Gauge = new Gauge({ name, help, registers: [registry], collect: () => made.set(value()) });
  };
  const available = () => {
    const { bavail, bsize } = fs.statfsSync(dir);
    return bavail * bsize;
  };
  const usable = () => {
    const { blocks, bfree, bavail, bsize } = fs.statfsSync(dir);
    return (blocks - bfree + bavail) * bsize;
  };
  gauge("tensora_host_processors", "Processors of the machine.", () => os.availableParallelism());
  gauge(
    "tensora_host_load",
    "Load average of one minute: programs that run or wait for a processor.",
    () => os.loadavg()[0] ?? 0,
  );
  gauge("tensora_host_memory_bytes", "Memory of the machine.", () => os.totalmem());
  gauge("tensora_host_memory_available_bytes", "Memory available to programs.", () => os.freemem());
  gauge("tensora_host_disk_bytes", "Size of the disk, used and available to programs.", usable);
  gauge("tensora_host_disk_available_bytes", "Free space on the disk.", available);
}
