import * as pulumi from "@pulumi/pulumi";
import { Service, Volume } from "../../resources/service.ts";
import type { DevnetSpec } from "../../spec/devnet.ts";
import { programDigest } from "../../toolchain/index.ts";
import type { Runtime } from "../common/runtime.ts";
import { hostOf, urlHere } from "../common/urls.ts";
import type { ServiceSpec } from "../../spec/service.ts";
import { layout } from "./layout.ts";
import { processPlacement } from "./placement.ts";

/** Services as supervised processes of this machine. */
export const processRuntime = (spec: DevnetSpec): Runtime => ({
  name: "process",
  placement: (service) => processPlacement(spec, service),
  url: (service, port, scheme) => urlHere(spec, service, port, scheme),
  version: programDigest,
  volume: (service, genesis, parent) =>
    new Volume(`${service}-data`, { folder: layout.data(spec.dir, service), genesis }, { parent }),
  handle: (name) => ({ runtime: "process", dir: spec.dir, name }),
  launch(service, { parent, dependsOn, triggers = {} }) {
    const known = pulumi.output(service);
    const inputs = {
      dir: spec.dir,
      host: hostOf(spec.listen),
      service: withSecrets(known),
      version: known.apply(({ program }) => programDigest(program)),
      triggers: pulumi.output(triggers),
    };
    return new Service(service.name, inputs, { parent, dependsOn });
  },
});

/** A service as its resource takes it. */
type ServiceInput = ConstructorParameters<typeof Service>[1]["service"];

/** Each part by itself, so that a plan shows all of them but the secret environment. */
function withSecrets(service: pulumi.Output<ServiceSpec>): ServiceInput {
  const parts: Record<
    keyof Omit<ServiceSpec, "metrics" | "page" | "files" | "durable" | "resources" | "engine" | "head">,
    pulumi.Input<unknown>
  > = {
    name: service.name,
    role: service.role,
    program: service.program,
    args: service.args,
    env: service.apply(({ env }) => env ?? {}),
    secretEnv: pulumi.secret(service.apply(({ secretEnv }) => secretEnv ?? {})),
    ports: service.ports,
    init: service.apply(({ init }) => init),
    health: service.health,
    stop: service.stop,
  };
  return parts as ServiceInput;
}
