import * as pulumi from "@pulumi/pulumi";
import type { Launched, Runtime } from "../runtimes/common/runtime.ts";
import type { DevnetSpec } from "../spec/devnet.ts";
import type { Placement, ServiceSpec } from "../spec/service.ts";
import type { L2Node } from "../spec/services.ts";
import type { ComponentContext, Running } from "./context.ts";
import type { L1 } from "./l1.ts";
import type { Rollup } from "./rollup.ts";

/** Of each program of a node. */
export interface Pair<T> {
  geth: T;
  node: T;
}

/** Where both programs of a node are. */
export const placesOf = ({ placement }: Pick<Runtime, "placement">, own: L2Node): Pair<Placement> => ({
  geth: placement(own.geth),
  node: placement(own.node),
});

/** A node of the rollup: op-geth, then the op-node that drives it. */
export abstract class NodePair extends pulumi.ComponentResource {
  /** Its op-node, ready when it answers. */
  readonly node: Launched;
  readonly running: Running[];

  /** @param kind the last part of the component's type, such as `Replica` */
  constructor(
    kind: string,
    own: L2Node,
    specsOf: (spec: DevnetSpec, place: Pair<Placement>) => Pair<ServiceSpec>,
    { spec, runtime }: ComponentContext,
    { l1, rollup }: PairNeighbours,
    options: pulumi.ComponentResourceOptions,
  ) {
    super(`tensora:component:${kind}`, own.name, {}, options);
    const specs = specsOf(spec, placesOf(runtime, own));
    const volume = runtime.volume(own.geth, rollup.genesis.hash, this);
    const geth = runtime.launch(specs.geth, {
      parent: this,
      dependsOn: [volume],
      triggers: rollup.executionTriggers,
    });
    this.node = runtime.launch(specs.node, {
      parent: this,
      dependsOn: [l1.ready, geth],
      triggers: rollup.nodeTriggers,
    });
    this.running = [
      { spec: specs.geth, resource: geth },
      { spec: specs.node, resource: this.node },
    ];
    this.registerOutputs({});
  }
}

export interface PairNeighbours {
  l1: L1;
  rollup: Rollup;
}
