import { expect, test } from "vitest";
import { runtimeOn } from "../config/testing/runtime.ts";
import { forwarderService } from "../runtimes/kubernetes/forwarder.ts";
import { ALL_SERVICES, SERVICES } from "../spec/services.ts";
import { devnetOf, placeOf } from "./testing/devnet.ts";
import { servicesOf } from "./testing/services.ts";

test("what a stack file says of a service reaches it, and its flags come last", async () => {
  const takers = ALL_SERVICES.filter(({ noFlags }) => noFlags === undefined).map(({ name }) => name);
  const options = (name: string) => ({ flags: [`--of=${name}`], resources: { memoryMb: 128, cpus: 2 } });
  const { spec } = await devnetOf({
    runtime: { kind: "kubernetes", context: "c", imageRegistry: "r" },
    services: Object.fromEntries(takers.map((name) => [name, options(name)])),
  });
  const { name: carrier } = SERVICES.portForward;
  const forwarder = forwarderService(spec, carrier, runtimeOn(spec, "kubernetes"), placeOf(carrier));
  const services = [...servicesOf(spec, placeOf), forwarder];
  expect(services.map(({ name }) => name).sort()).toEqual([...takers].sort());
  for (const { name, args, ports, resources } of services) {
    expect(args.at(-1), name).toBe(`--of=${name}`);
    expect(resources, name).toEqual({ memoryMb: 128, cpus: 2 });
    expect(ports, name).toEqual(spec.services[name].ports);
  }
});
