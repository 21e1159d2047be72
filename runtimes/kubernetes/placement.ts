import type { DevnetSpec } from "../../spec/devnet.ts";
import { type Placement, SECRET_FILES } from "../../spec/service.ts";
import { containedPlacement } from "../common/contained.ts";

/** How a pod names what is around it. Secret files come from a Secret, all others from a ConfigMap. */
export const podPlacement = (spec: DevnetSpec): Placement =>
  containedPlacement(spec, (name) => `/tensora/${SECRET_FILES.includes(name) ? "secrets" : "files"}/${name}`);
