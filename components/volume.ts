import type * as pulumi from "@pulumi/pulumi";
import type { ServiceName } from "../config/spec.ts";
import type { Runtime } from "../runtimes/runtime.ts";
import { Volume } from "./resources.ts";

/** The durable folder of a chain; another genesis is another chain and gets a new one. */
export const chainVolume = (
  service: ServiceName,
  runtime: Runtime,
  genesis: pulumi.Input<string>,
  parent: pulumi.Resource,
) => new Volume(`${service}-data`, { folder: runtime.placement(service).data(), genesis }, { parent });
