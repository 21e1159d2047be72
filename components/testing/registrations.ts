import * as pulumi from "@pulumi/pulumi";
import type { Devnet as Configured } from "../../config/index.ts";
import { Foundation } from "../../resources/foundation.ts";
import { Service, Volume } from "../../resources/service.ts";
import { foundationValues } from "../../runtimes/foundation.ts";
import { urlHere } from "../../runtimes/common/urls.ts";
import { processPlacement } from "../../runtimes/process/placement.ts";
import type { Runtime } from "../../runtimes/common/runtime.ts";
import type { DevnetSpec } from "../../spec/devnet.ts";
import { Devnet } from "../devnet.ts";

/** A resource as the program registers it. */
export interface Registration {
  urn: string;
  type: string;
  name: string;
  custom: boolean;
  parent: string;
  /** URNs of all that it depends on, whether it was named or comes with an input. */
  dependencies: string[];
  inputs: Record<string, unknown>;
}

/** Everything that a devnet on processes registers in a preview. No program is looked for, and nothing is run. */
export async function registrationsOf({ spec, keys }: Configured): Promise<Registration[]> {
  const registered = await listening(spec.stack);
  const foundation = new Foundation("foundation", { dir: spec.dir, values: foundationValues(spec) });
  new Devnet({ spec, keys, runtime: { ...runtimeOf(spec), foundation } });
  await pulumi.runtime.disconnect();
  return registered;
}

/** Takes the engine's place; what it is told of is added to the list. */
async function listening(stack: string): Promise<Registration[]> {
  const registered: Registration[] = [];
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ name }) => ({ id: name, state: {} }),
    call: () => ({}),
  };
  await pulumi.runtime.setMocks(mocks, "tensora", stack, true);
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, answer) =>
    register(request, (error, response) => {
      if (response) registered.push(registrationOf(request, response.getUrn()));
      answer(error, response);
    });
  return registered;
}

/** What is asked of the engine, as far as it is looked at here. */
interface Request {
  getType(): string;
  getName(): string;
  getCustom(): boolean;
  getParent(): string;
  getDependenciesList(): string[];
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
}
type Answer = (error: unknown, response: { getUrn(): string } | undefined) => void;
interface Monitor {
  registerResource(request: Request, answer: Answer): unknown;
}

const registrationOf = (request: Request, urn: string): Registration => ({
  urn,
  type: request.getType(),
  name: request.getName(),
  custom: request.getCustom(),
  parent: request.getParent(),
  dependencies: request.getDependenciesList(),
  inputs: request.getObject()?.toJavaScript() ?? {},
});

/** That of processes, with programs that are not there. */
const runtimeOf = (spec: DevnetSpec): Runtime => ({
  name: "process",
  placement: (service) => processPlacement(spec, service),
  url: (service, port, scheme) => urlHere(spec, service, port, scheme),
  version: (program) => `<digest of ${program}>`,
  volume: (service, genesis, parent) =>
    new Volume(`${service}-data`, { folder: service, genesis }, { parent }),
  handle: (name) => ({ runtime: "process", dir: spec.dir, name }),
  launch(service, { parent, dependsOn, triggers = {} }) {
    const inputs = { dir: spec.dir, host: spec.listen, version: "", triggers };
    const args = { ...inputs, service: pulumi.output(service) } as never;
    return new Service(service.name, args, { parent, dependsOn });
  },
});
