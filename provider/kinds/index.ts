import type { ResourceKind } from "../kind.ts";
import type { KindTable } from "../server/operation.ts";

/** The types of resources that the provider has; `resources/` declares the same for programs. */
export const kinds: KindTable = {
  "tensora:index:ConfigFile": () => import("./config-file.ts").then((m) => untyped(m.configFileKind)),
  "tensora:index:Claim": () => import("./claim.ts").then((m) => untyped(m.claimKind)),
  "tensora:index:Foundation": () => import("./foundation.ts").then((m) => untyped(m.foundationKind)),
  "tensora:index:Namespace": () => import("./namespace.ts").then((m) => untyped(m.namespaceKind)),
  "tensora:index:L1Genesis": () => import("./genesis.ts").then((m) => untyped(m.l1GenesisKind)),
  "tensora:index:L2Genesis": () => import("./genesis.ts").then((m) => untyped(m.l2GenesisKind)),
  "tensora:index:Image": () => import("./image.ts").then((m) => untyped(m.imageKind)),
  "tensora:index:PushedImage": () => import("./pushed-image.ts").then((m) => untyped(m.pushedImageKind)),
  "tensora:index:JwtSecret": () => import("./jwt-secret.ts").then((m) => untyped(m.jwtSecretKind)),
  "tensora:index:Service": () => import("./service.ts").then((m) => untyped(m.serviceKind)),
  "tensora:index:Step": () => import("./step.ts").then((m) => untyped(m.stepKind)),
  "tensora:index:Volume": () => import("./volume.ts").then((m) => untyped(m.volumeKind)),
};

/** The server passes on what arrives; a kind's own types describe what its resource class lets a program send. */
const untyped = <I extends object, O extends object>(kind: ResourceKind<I, O>) =>
  kind as unknown as ResourceKind;
