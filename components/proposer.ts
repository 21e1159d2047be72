import * as pulumi from "@pulumi/pulumi";
import { type Address, type Hex, zeroAddress } from "viem";
import type { DevnetSpec } from "../spec/devnet.ts";
import type { Launched } from "../runtimes/common/runtime.ts";
import { PROGRAMS, type Placement, type ServiceSpec } from "../spec/service.ts";
import { type ComponentContext, pending, type Running } from "./context.ts";
import { STOP } from "./execution.ts";
import { l1Endpoint } from "./l1-endpoint.ts";
import type { Sequencer } from "./sequencer.ts";
import type { Settlement } from "./settlement.ts";
import { transactorFlags } from "./transactor.ts";

/** op-proposer: posts output roots to the L2OutputOracle, whose contract says at which blocks. */
export function proposerServiceSpec(
  spec: DevnetSpec,
  place: Placement,
  l2OutputOracle: Address,
  key: Hex,
): ServiceSpec {
  const { ports, flags, resources } = spec.services.proposer;
  const l1 = l1Endpoint(spec, place, "--l1-eth-rpc", "OP_PROPOSER_L1_ETH_RPC");
  return {
    name: "proposer",
    role: "proposer",
    program: PROGRAMS.proposer,
    args: [
      ...l1.args,
      ...transactorFlags(spec, "proposer", place),
      `--l2oo-address=${l2OutputOracle}`,
      `--poll-interval=${spec.proposer.pollInterval}s`,
      ...(spec.proposer.allowNonFinalized ? ["--allow-non-finalized"] : []),
      "--active-sequencer-check-duration=5s",
      ...flags,
    ],
    secretEnv: { ...l1.secretEnv, OP_PROPOSER_PRIVATE_KEY: key },
    ports,
    files: [],
    resources,
    health: { kind: "http", port: "metrics", path: "/metrics", deadline: 60 },
    stop: STOP.transactors,
    metrics: { port: "metrics", path: "/metrics" },
  };
}

/** Brings the output roots to L1. */
export class Proposer extends pulumi.ComponentResource {
  readonly service: Launched;
  readonly running: Running[];

  constructor(
    { spec, keys, runtime }: ComponentContext,
    { sequencer, settlement }: { sequencer: Sequencer; settlement: Settlement },
    options: pulumi.ComponentResourceOptions,
  ) {
    super("tensora:component:Proposer", "proposer", {}, options);
    const place = runtime.placement("proposer");
    const oracle = settlement.addresses.L2OutputOracle;
    const serviceOf = (address: Address) => proposerServiceSpec(spec, place, address, keys.proposer);
    const service = pending(serviceOf, oracle, zeroAddress);
    const dependsOn = [sequencer.node, settlement.deployed];
    this.service = runtime.launch("proposer", service, { parent: this, dependsOn });
    this.running = [{ spec: service, resource: this.service }];
    this.registerOutputs({});
  }
}
