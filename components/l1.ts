import * as pulumi from "@pulumi/pulumi";
import type { DevnetSpec } from "../spec/devnet.ts";
import { genesisSpec } from "../genesis/spec.ts";
import type { Placement, ServiceSpec } from "../spec/service.ts";
import { SERVICES } from "../spec/services.ts";
import type { ComponentContext, L1Endpoint, Running } from "./context.ts";
import { executionFlags, initFrom } from "./execution.ts";
import { L1Genesis } from "../resources/genesis.ts";
import { serviceSpec } from "../runtimes/common/service-spec.ts";

const NAME = SERVICES.l1.name;

/** The local L1: op-geth's own binary as a durable dev chain that makes a block every `l1.blockTime` seconds. */
export function l1ServiceSpec(spec: DevnetSpec, place: Placement): ServiceSpec {
  return serviceSpec(spec, NAME, {
    args: [
      ...executionFlags(spec, NAME, place),
      "--dev",
      `--dev.period=${spec.l1.blockTime}`,
      `--networkid=${spec.l1.chainId}`,
      `--miner.gaslimit=${spec.l1.gasLimit}`,
      // The dev chain waits for word of a finished block, and misses it when the block is finished first: with 2 s, the
      // default, it then waits for ever, as it stops building after 2 s. Building again soon gives word again.
      "--miner.recommit=50ms",
    ],
    init: initFrom(place, "l1-genesis.json"),
    health: { kind: "rpc", port: "http", method: "eth_chainId", deadline: 60 },
  });
}

/** The chain that the rollup settles on: a dev chain of the stack, or an external chain. */
export class L1 extends pulumi.ComponentResource {
  /** How steps reach it. */
  readonly endpoint: L1Endpoint;
  /** What must be there before anything is asked of it. */
  readonly ready: pulumi.Resource;
  readonly running: Running[] = [];

  constructor({ spec, runtime }: ComponentContext, options: pulumi.ComponentResourceOptions) {
    super("tensora:component:L1", NAME, {}, options);
    const rpcUrl = runtime.url(NAME, "http");
    this.endpoint = {
      rpcUrl: spec.l1.kind === "dev" ? rpcUrl : pulumi.secret(rpcUrl),
      chainId: spec.l1.chainId,
    };
    const genesis = new L1Genesis(
      "l1-genesis",
      { dir: spec.dir, spec: genesisSpec(spec) },
      {
        parent: this,
        dependsOn: runtime.foundation ?? [],
      },
    );
    this.ready = genesis;
    if (spec.l1.kind === "dev") {
      const volume = runtime.volume(NAME, genesis.hash, this);
      const service = l1ServiceSpec(spec, runtime.placement(NAME));
      const triggers = { genesis: genesis.hash };
      this.ready = runtime.launch(service, { parent: this, dependsOn: [volume], triggers });
      this.running = [{ spec: service, resource: this.ready }];
    }
    this.registerOutputs({ chainId: spec.l1.chainId });
  }
}
