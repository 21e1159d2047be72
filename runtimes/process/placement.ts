import type { DevnetSpec } from "../../spec/devnet.ts";
import type { ServiceName } from "../../spec/services.ts";
import type { Placement } from "../../spec/service.ts";
import { stackFile } from "../common/layout.ts";
import { urlHere } from "../common/urls.ts";
import { layout } from "./layout.ts";

/** How a process on this machine names its files, its folder and its neighbours. */
export const processPlacement = (spec: DevnetSpec, service: ServiceName): Placement => ({
  listen: spec.listen,
  file: (name) => stackFile(spec.dir, name),
  data: () => layout.data(spec.dir, service),
  url: (neighbour, port, scheme) => urlHere(spec, neighbour, port, scheme),
});
