import { until } from "../../../lib/wait.ts";
import type { SmokeResult, Step } from "../../common/step.ts";
import { syncStatus } from "../../../chain/sync-status.ts";
import { connect } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import type { SmokeInputs } from "../common/inputs.ts";

/** A replica that knows nothing but L1 has the sequencer's state at its safe head. */
export const replica: Step<SmokeInputs, SmokeResult> = {
  name: "smoke/replica",
  kind: "gate",
  deadline: 1800,

  async run(inputs, { log, signal }) {
    const chains = connect(inputs);
    const deadline = 90 + inputs.batcher.interval * 2 + inputs.l1.blockTime * 10;
    /** Blocks that gossip would bring are unsafe and newer than what is derived: there must be none. */
    const derivedOnly = async () => {
      const status = await syncStatus(inputs.replica.rollupRpcUrl);
      const { safe_l2, unsafe_l2 } = status;
      return safe_l2.number > 0 && safe_l2.number === unsafe_l2.number && status;
    };
    const { safe_l2: safe } = await until("the replica's safe head to be its newest block", derivedOnly, {
      deadline,
      every: 250,
      signal,
    });
    log(`safe head ${safe.number}`);
    const blockNumber = BigInt(safe.number);
    const [own, other] = await Promise.all([
      chains.replica.getBlock({ blockNumber }),
      chains.l2.getBlock({ blockNumber }),
    ]);
    check(
      own.stateRoot === other.stateRoot && own.hash === other.hash,
      `L2 block ${safe.number}: the replica has state root ${own.stateRoot} in ${own.hash}, the sequencer has ${other.stateRoot} in ${other.hash}`,
    );
    return {
      status: "passed",
      detail: `L2 block ${safe.number} has state root ${own.stateRoot.slice(0, 10)}… on both nodes`,
    };
  },
};
