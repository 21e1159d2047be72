import { layout, rotatedLog } from "../layout.ts";
import type { Descriptor, ServiceStatus } from "../protocol.ts";
import { readDescriptor, serviceNames } from "../store.ts";
import { cover, coveredIn } from "./cover.ts";
import { rotate } from "./rotate.ts";
import { Supervised } from "./supervised.ts";

/** All services of one stack. */
export class Stack {
  readonly #services = new Map<string, Supervised>();
  /** How much of each service's log was looked at for secrets, in bytes. */
  readonly #covered = new Map<string, number>();

  constructor(
    private readonly dir: string,
    private readonly log: (message: string) => void,
  ) {
    for (const name of serviceNames(dir)) {
      const descriptor = readDescriptor(dir, name);
      if (descriptor) this.#services.set(name, Supervised.left(dir, descriptor, log));
    }
  }

  get isEmpty(): boolean {
    return this.#services.size === 0;
  }

  list(): ServiceStatus[] {
    return [...this.#services.values()].map((service) => service.status());
  }

  status(name: string): ServiceStatus | undefined {
    return this.#services.get(name)?.status();
  }

  async put(descriptor: Descriptor): Promise<ServiceStatus> {
    const known = this.#services.get(descriptor.name);
    const service = known ?? Supervised.fresh(this.dir, descriptor, this.log);
    this.#services.set(descriptor.name, service);
    return service.put(descriptor);
  }

  /** Deleting what is gone succeeds. */
  async remove(name: string): Promise<void> {
    const service = this.#services.get(name);
    if (!service) return;
    const { wishes } = service;
    await service.remove();
    if (service.wishes === wishes) this.#services.delete(name);
  }

  /** Stops one service, which stays known. @returns whether there is one of this name */
  async stopOne(name: string): Promise<boolean> {
    const service = this.#services.get(name);
    await service?.stop();
    return service !== undefined;
  }

  /** Stops everything in the order of the stop rules; those of one order together. */
  async stop(): Promise<void> {
    const services = [...this.#services.values()];
    const orders = [...new Set(services.map((s) => s.descriptor.stop.order))].sort((a, b) => a - b);
    for (const order of orders) {
      await Promise.all(services.filter((s) => s.descriptor.stop.order === order).map((s) => s.stop()));
    }
  }

  async rotateLogs(): Promise<void> {
    for (const [name, { descriptor }] of this.#services) {
      const log = layout.log(this.dir, name);
      if (await rotate(log)) await cover(rotatedLog(log, 1), coveredIn(descriptor));
    }
    await rotate(layout.supervisorLog(this.dir));
  }

  /** Writes stars over secrets that services have logged. */
  async coverLogs(): Promise<void> {
    for (const [name, { descriptor }] of this.#services) {
      const from = this.#covered.get(name) ?? 0;
      this.#covered.set(name, await cover(layout.log(this.dir, name), coveredIn(descriptor), from));
    }
  }
}
