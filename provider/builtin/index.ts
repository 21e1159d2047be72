import type { Host, KindTable } from "../server/operation.ts";

/** Resources of a package of others, as far as this project's programs need them. */
export interface Builtin {
  kinds: KindTable;
  configured?: NonNullable<Host["configured"]>;
}

/** By package, each loaded when its plugin starts. */
export const BUILTINS: Readonly<Record<string, () => Promise<Builtin>>> = {
  docker: async () => (await import("./docker/index.ts")).dockerBuiltin,
  kubernetes: async () => (await import("./kubernetes/index.ts")).kubernetesBuiltin,
};
