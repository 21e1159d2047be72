import { mustAnswer } from "../../../runtimes/docker/client.ts";
import { CONTAINER_TYPE } from "../../../runtimes/docker/names.ts";
import type { ResourceKind } from "../../kind.ts";
import type { Builtin } from "../index.ts";
import { hostOf } from "./host.ts";

/** `@pulumi/docker` for the embedded engine. What it does not do is refused, not ignored. */
export const dockerBuiltin: Builtin = {
  kinds: {
    "docker:index/network:Network": () => import("./network.ts").then((m) => untyped(m.networkKind)),
    "docker:index/volume:Volume": () => import("./volume.ts").then((m) => untyped(m.volumeKind)),
    [CONTAINER_TYPE]: () => import("./container.ts").then((m) => untyped(m.containerKind)),
  },
  configured: (config) => mustAnswer(hostOf(config)),
};

const untyped = <I extends object, O extends object>(kind: ResourceKind<I, O>) =>
  kind as unknown as ResourceKind;
