import { expect, test } from "vitest";
import { forwarderService } from "../runtimes/kubernetes/forwarder.ts";
import { ALL_SERVICES, SERVICES } from "../spec/services.ts";
import { devnetOf, placeOf } from "./testing/devnet.ts";
import { servicesOf } from "./testing/services.ts";

test("what a stack file says of a service reaches it, and its flags come last", async () => {
  const takers = ALL_SERVICES.filter(({ noFlags }) => noFlags === undefined).map(({ name }) => name);
  const options = (name: string) => ({ flags: [`--of=${name}`], resources: { memoryMb: 128, cpus: 2 } });
  const { spec } = await devnetOf({
    services: Object.fromEntries(takers.map((name) => [name, options(name)])),
  });
  const forwarder = forwarderService(spec, placeOf(SERVICES.portForward.name));
  const services = [...servicesOf(spec, placeOf), forwarder];
  expect(services.map(({ name }) => name).sort()).toEqual([...takers].sort());
  for (const { name, args, ports, resources } of services) {
    expect(args.at(-1), name).toBe(`--of=${name}`);
    expect(resources, name).toEqual({ memoryMb: 128, cpus: 2 });
    expect(ports, name).toEqual(spec.services[name].ports);
  }
});
