import * as pulumi from "@pulumi/pulumi";
import type { Launched, PendingService } from "../runtimes/common/runtime.ts";
import type { ComponentContext, Running } from "./context.ts";

/** What a service waits for. */
export interface ServiceNeighbours {
  dependsOn?: pulumi.Resource[];
  /** The chain that its durable folder belongs to, by the hash of block 0; for a service that has one. */
  genesis?: pulumi.Input<string>;
}

/**
 * A role with one service, of the same name: launches it.
 *
 *     export class Batcher extends ServiceComponent {
 *       constructor(
 *         context: ComponentContext,
 *         { sequencer }: { sequencer: Sequencer },
 *         options: pulumi.ComponentResourceOptions,
 *       ) {
 *         const service = batcherServiceSpec(context.spec, ...);
 *         super("Batcher", context, service, { dependsOn: [sequencer.node] }, options);
 *       }
 *     }
 */
export abstract class ServiceComponent extends pulumi.ComponentResource {
  readonly service: Launched;
  readonly running: Running[];

  /** @param kind the last part of the component's type, such as `Batcher` */
  constructor(
    kind: string,
    { runtime }: ComponentContext,
    service: PendingService,
    { dependsOn = [], genesis }: ServiceNeighbours,
    options: pulumi.ComponentResourceOptions,
  ) {
    const { name } = service;
    super(`tensora:component:${kind}`, name, {}, options);
    const volume = genesis === undefined ? [] : [runtime.volume(name, genesis, this)];
    this.service = runtime.launch(service, { parent: this, dependsOn: [...volume, ...dependsOn] });
    this.running = [{ spec: service, resource: this.service }];
    this.registerOutputs({});
  }
}
