import type { DevnetSpec } from "../../spec/devnet.ts";
import type { Health, Placement } from "../../spec/service.ts";
import { PLACES } from "../../toolchain/images/places.ts";
import type { PendingService } from "./runtime.ts";
import { LOOPBACK, urlAt } from "./urls.ts";

/**
 * How what runs from an image names its files, its folder and its neighbours: each is a host of the service's name.
 * @param file where it finds a shared artefact
 */
export const containedPlacement = (spec: DevnetSpec, file: Placement["file"]): Placement => ({
  listen: "0.0.0.0",
  file,
  data: () => PLACES.data,
  url: (neighbour, port, scheme) => urlAt(neighbour, spec, neighbour, port, scheme),
});

/** What an image is started by: the attendant, which becomes the program that follows, so that it gets the signals. */
export const startOf = ({ init }: Pick<PendingService, "init">): string[] => [
  PLACES.attendant,
  "start",
  ...(init ? ["--init", JSON.stringify(init.args), "--data", PLACES.data] : []),
  "--",
];

/** The attendant's question that a health asks. */
export const probeOf = (health: Health, ports: Record<string, number>): string[] => {
  const url = ownUrl(ports, health.port);
  const asked = health.kind === "rpc" ? ["rpc", url, health.method] : ["http", `${url}${health.path}`];
  return [PLACES.attendant, "probe", ...asked];
};

/** The URL of a service's port as it reaches it itself. */
export const ownUrl = (ports: Record<string, number>, port: string) => `http://${LOOPBACK}:${ports[port]}`;
