import type { Address, Hex } from "viem";
import type { DevnetSpec } from "../config/spec.ts";
import type { Placement, ServiceSpec } from "../runtimes/service.ts";
import { STOP } from "./execution.ts";
import { transactorFlags } from "./transactor.ts";

/** op-proposer: posts output roots to the L2OutputOracle, whose contract says at which blocks. */
export function proposerServiceSpec(
  spec: DevnetSpec,
  place: Placement,
  l2OutputOracle: Address,
  key: Hex,
): ServiceSpec {
  const { ports, flags } = spec.services.proposer;
  return {
    name: "proposer",
    role: "proposer",
    program: "op-proposer",
    args: [
      ...transactorFlags(spec, "proposer", place),
      `--l2oo-address=${l2OutputOracle}`,
      `--poll-interval=${spec.proposer.pollInterval}s`,
      ...(spec.proposer.allowNonFinalized ? ["--allow-non-finalized"] : []),
      "--active-sequencer-check-duration=5s",
      ...flags,
    ],
    secretEnv: { OP_PROPOSER_PRIVATE_KEY: key },
    ports,
    health: { kind: "http", port: "metrics", path: "/metrics", deadline: 60 },
    stop: STOP.transactors,
    metrics: { port: "metrics", path: "/metrics" },
  };
}
