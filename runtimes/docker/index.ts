import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Foundation } from "../../resources/foundation.ts";
import { Image } from "../../resources/image.ts";
import type { DevnetSpec, DockerSpec } from "../../spec/devnet.ts";
import type { ProgramName, ServiceName } from "../../spec/services.ts";
import { imageName, imageVersion } from "../../toolchain/images/image.ts";
import { imagesOf } from "../common/images.ts";
import type { Runtime } from "../common/runtime.ts";
import { urlHere } from "../common/urls.ts";
import {
  containerArgs,
  containerCommand,
  containerEnv,
  containerLabels,
  containerUser,
} from "./container.ts";
import { LABELS } from "./labels.ts";
import { CONTAINER_TYPE, names } from "./names.ts";
import { containerPlacement } from "./placement.ts";

/** Services as containers of a Docker daemon on this machine, in a network of their stack's own. */
export function dockerRuntime(
  spec: DevnetSpec,
  { dockerHost: host, images: officials }: DockerSpec,
  foundation: Foundation,
): Runtime {
  const user = containerUser(process.getuid?.());
  const { owner } = foundation;
  const marks = [
    { label: LABELS.stack, value: spec.stack },
    { label: LABELS.owner, value: owner },
  ];
  const provider = new docker.Provider("docker", { host }, { dependsOn: foundation });
  const network = new docker.Network(
    "network",
    { name: names.network(spec.stack), driver: "bridge", labels: marks },
    // Labels of networks and volumes never change, and are no reason for another one.
    { provider, deleteBeforeReplace: true, ignoreChanges: ["labels"] },
  );
  const imageOf = imagesOf(
    officials,
    (source, options) =>
      new Image(
        `image-${source.program}`,
        { ...source, name: imageName(source.program, source.official), host },
        options,
      ),
  );
  const volumes = new Map<ServiceName, docker.Volume>();

  const version = (program: ProgramName) => imageVersion(program, officials[program]);

  return {
    name: "docker",
    ...(user === process.getuid?.() ? {} : { owner: user }),
    placement: () => containerPlacement(spec),
    url: (service, port, scheme) => urlHere(spec, service, port, scheme),
    version,
    volume(service, genesis, parent) {
      const args = {
        name: names.volume(spec.stack, service),
        labels: [...marks, { label: LABELS.genesis, value: genesis }],
      };
      const volume = new docker.Volume(`${service}-data`, args, {
        parent,
        provider,
        deleteBeforeReplace: true,
        ignoreChanges: ["labels"],
      });
      volumes.set(service, volume);
      return volume;
    },
    handle: (service) => ({ runtime: "docker", host, container: names.container(spec.stack, service) }),
    launch(service, { parent, dependsOn, triggers = {} }) {
      const { name, program, args, env = {}, secretEnv = {} } = service;
      const volume = volumes.get(name);
      const before = [network, imageOf(program), ...(volume ? [volume] : []), ...dependsOn];
      const options = { parent, provider, dependsOn: before, deleteBeforeReplace: true };
      // Only what is not known yet is an output: the SDK has much to do for each of them.
      return new Container(
        name,
        {
          ...containerArgs(spec, service, { image: imageName(program, officials[program]), user }),
          command: pulumi.output(args).apply((known) => containerCommand(officials, program, known)),
          labels: pulumi
            .all([triggers, owner])
            .apply(([known, mark]) => containerLabels(spec, service, version(program), known, mark)),
          envs: pulumi.secret(
            pulumi.output(secretEnv).apply((known) => containerEnv({ env, secretEnv: known })),
          ),
        },
        options,
      );
    },
  };
}

/** A container with the properties that are given. `docker.Container` has all that there are, and each costs the SDK promises. */
class Container extends pulumi.CustomResource {
  constructor(name: string, args: docker.ContainerArgs, options: pulumi.CustomResourceOptions) {
    super(CONTAINER_TYPE, name, { ...args }, options);
  }
}
