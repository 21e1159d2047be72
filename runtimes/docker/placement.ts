import type { DevnetSpec } from "../../spec/devnet.ts";
import type { Placement } from "../../spec/service.ts";
import { containedPlacement } from "../common/contained.ts";

/** Where a container finds the stack's files. */
export const filePath = (name: string) => `/tensora/${name}`;

/** How a container names what is around it. */
export const containerPlacement = (spec: DevnetSpec): Placement => containedPlacement(spec, filePath);
