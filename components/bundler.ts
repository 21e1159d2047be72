import type * as pulumi from "@pulumi/pulumi";
import type { Hex } from "viem";
import type { DevnetSpec } from "../spec/devnet.ts";
import { serviceSpec } from "../runtimes/service-spec.ts";
import type { Placement, ServiceSpec } from "../spec/service.ts";
import { SERVICES } from "../spec/services.ts";
import { ENTRY_POINT } from "../steps/deploy/protocol/paymaster.ts";
import type { Addresses } from "../spec/contracts.ts";
import { type ComponentContext, pending } from "./context.ts";
import { l2Endpoint } from "./l2-endpoint.ts";
import type { Protocol, Sides } from "./protocol.ts";
import { ServiceComponent } from "./service-component.ts";

const NAME = SERVICES.bundler.name;

export interface BundlerKeys {
  executors: readonly Hex[];
  utility: Hex;
}

/**
 * Seconds that the bundler gives its node for an answer. op-geth's HTTP server gives up after 30 s, and says so; what is
 * above is for the bundler itself, which on a busy machine comes to an answer long after it is there, and looks at its clock
 * first. alto's own 10 s are too few for both.
 */
const NODE_PATIENCE = 120;

/**
 * alto: takes user operations by JSON-RPC, traces each one's validation by the rules of ERC-7562, and sends them in
 * bundles. It prices the L1 fee of a bundle into what an operation must offer.
 */
export function bundlerServiceSpec(
  spec: DevnetSpec,
  place: Placement,
  { ToraPaymaster }: Addresses,
  keys: BundlerKeys,
): ServiceSpec {
  const { ports } = spec.services[NAME];
  const { minExecutorBalance, refillInterval } = spec.protocol.bundler;
  return serviceSpec(spec, NAME, {
    args: [
      "run",
      `--entrypoints=${ENTRY_POINT}`,
      `--rpc-url=${l2Endpoint(place)}`,
      `--port=${ports.rpc}`,
      "--safe-mode=true",
      "--chain-type=op-stack",
      `--block-time=${spec.l2.blockTime * 1000}`,
      `--min-executor-balance=${minExecutorBalance}`,
      `--executor-refill-interval=${refillInterval}`,
      // alto bids what operations pay too much, by an estimate of the bundle's gas that is too low: its executors lose.
      // With all of it as commission it bids the network's price, which is enough for the only sequencer there is.
      "--bundler-initial-commission=100",
      // Else each operation is simulated after all that wait and have the same paymaster, which is all there are.
      `--ignored-paymasters=${ToraPaymaster}`,
      `--timeout=${NODE_PATIENCE * 1000}`,
      "--log-level=warn",
    ],
    env: { LISTEN_HOST: place.listen },
    secretEnv: {
      ALTO_EXECUTOR_PRIVATE_KEYS: keys.executors.join(","),
      ALTO_UTILITY_PRIVATE_KEY: keys.utility,
    },
    // It reads a great many modules, which is slow where all services start at once.
    health: { kind: "rpc", port: "rpc", method: "eth_supportedEntryPoints", deadline: 120 },
  });
}

/** Takes the operations of users. */
export class Bundler extends ServiceComponent {
  constructor(
    context: ComponentContext,
    { protocol }: { protocol: Protocol },
    options: pulumi.ComponentResourceOptions,
  ) {
    const { spec, keys, runtime } = context;
    const { bundlerExecutor1, bundlerExecutor2, bundlerUtility: utility } = keys;
    const own = { executors: [bundlerExecutor1, bundlerExecutor2], utility };
    const place = runtime.placement(NAME);
    const serviceOf = ({ l2 }: Sides) => bundlerServiceSpec(spec, place, l2, own);
    const service = pending(serviceOf, protocol.addresses, { l1: {}, l2: {} });
    super("Bundler", context, service, { dependsOn: [protocol.deployed.l2] }, options);
  }
}
