import type { DevnetSpec } from "../../spec/devnet.ts";
import { PLACES } from "../../toolchain/images/places.ts";
import { portOf } from "../docker/placement.ts";
import type { Placement } from "../../spec/service.ts";
import { ALL_SERVICES, SERVICES } from "../../spec/services.ts";

/** Files that come from a Secret; all others come from a ConfigMap. */
export const SECRET_FILES: readonly string[] = ALL_SERVICES.flatMap(({ secretFiles }) => secretFiles);

/** How a pod names its files, its folder and its neighbours: each is a Service of the service's name. */
export const podPlacement = (spec: DevnetSpec): Placement => ({
  listen: "0.0.0.0",
  file: (name) => `/tensora/${SECRET_FILES.includes(name) ? "secrets" : "files"}/${name}`,
  data: () => PLACES.data,
  url(neighbour, port, scheme = "http") {
    if (neighbour === SERVICES.l1.name && spec.l1.rpcUrl !== undefined) return spec.l1.rpcUrl;
    return `${scheme}://${neighbour}:${portOf(spec, neighbour, port)}`;
  },
});
