import type { Host, KindTable } from "../server/operation.ts";

/** Resources of a package of others, as far as this project's programs need them. */
export interface StandIn {
  kinds: KindTable;
  configured?: NonNullable<Host["configured"]>;
}

/** By package, each loaded when its plugin starts. */
export const STAND_INS: Readonly<Record<string, () => Promise<StandIn>>> = {
  docker: async () => (await import("./docker/index.ts")).dockerStandIn,
  kubernetes: async () => (await import("./kubernetes/index.ts")).kubernetesStandIn,
};
