import type { DevnetSpec } from "../../spec/devnet.ts";
import type { Placement } from "../../spec/service.ts";
import { SECRET_FILES } from "../../spec/services.ts";
import { containedPlacement } from "../common/contained.ts";

/** How a pod names what is around it. Secret files come from a Secret, all others from a ConfigMap. */
export const podPlacement = (spec: DevnetSpec): Placement =>
  containedPlacement(spec, (name) => `/tensora/${SECRET_FILES.includes(name) ? "secrets" : "files"}/${name}`);
