import type { Configuration } from "../defaults.ts";
import type { Rule } from "./rule.ts";

/** Seconds between two blocks of networks that everybody knows, whatever a stack file says of them. */
const NETWORKS: Readonly<Record<number, { name: string; blockTime: number }>> = {
  1: { name: "Ethereum", blockTime: 12 },
  56: { name: "BNB Smart Chain", blockTime: 0.45 },
  97: { name: "BNB Smart Chain's testnet Chapel", blockTime: 0.45 },
  11155111: { name: "Sepolia", blockTime: 12 },
};

/** L1 blocks that an output needs: one to be seen, one to be proposed, one to be confirmed. */
const OUTPUT_BLOCKS = 3;
/** Seconds that the protocol lets a sequencer run ahead from Fjord on. */
const FJORD_DRIFT = 1800;
/** L1 blocks that the protocol gives a channel from Granite on. */
const GRANITE_CHANNEL_TIMEOUT = 50;

const networkOf = ({ l1 }: Configuration) =>
  l1.kind === "external" && l1.chainId !== undefined ? NETWORKS[l1.chainId] : undefined;

const blockTimes: Rule = {
  says: "L1's block time is at least L2's: op-node uses at most one L1 origin per L2 block.",
  reads: ["l1.blockTime", "l2.blockTime", "l1.kind", "l1.chainId"],
  check({ config }) {
    const { l1, l2 } = config;
    const network = networkOf(config);
    const actual = network?.blockTime ?? l1.blockTime;
    if (actual >= l2.blockTime) return undefined;
    const who = network?.name ?? "L1";
    return {
      problem: `${who} makes a block every ${actual} s, but L2 every ${l2.blockTime} s: op-node uses at most one L1 block as origin per L2 block, so L2 would fall further and further behind`,
      fix:
        actual < 1
          ? "choose an L1 with blocks at least one second apart; the upstream op-node cannot follow BNB Smart Chain's faster blocks"
          : `set l2.blockTime to ${Math.floor(actual)} or less, or l1.blockTime to ${l2.blockTime} or more`,
    };
  },
};

const knownNetwork: Rule = {
  says: "For a well-known L1, `l1.blockTime` is that network's block time.",
  reads: ["l1.blockTime", "l1.kind", "l1.chainId", "l2.blockTime"],
  check({ config }) {
    const network = networkOf(config);
    if (!network || network.blockTime === config.l1.blockTime || network.blockTime < config.l2.blockTime)
      return undefined;
    return {
      problem: `is ${config.l1.blockTime}, but ${network.name} makes a block every ${network.blockTime} s`,
      fix: `set it to ${network.blockTime}`,
    };
  },
};

const wholeSeconds: Rule = {
  says: "A dev L1's block time is a whole number of seconds.",
  reads: ["l1.blockTime", "l1.kind", "l2.blockTime"],
  check({ config: { l1, l2 } }) {
    if (l1.kind !== "dev" || Number.isInteger(l1.blockTime) || l1.blockTime < l2.blockTime) return undefined;
    return {
      problem: `is ${l1.blockTime}, but a dev L1 supports whole seconds only`,
      fix: `set it to ${Math.ceil(l1.blockTime)}`,
    };
  },
};

const outputs: Rule = {
  says: `Outputs (submission interval x L2 block time) are at least ${OUTPUT_BLOCKS} L1 blocks apart.`,
  reads: ["settlement.submissionInterval", "l2.blockTime", "l1.blockTime"],
  check({ config: { settlement, l1, l2 } }) {
    const seconds = settlement.submissionInterval * l2.blockTime;
    const least = OUTPUT_BLOCKS * l1.blockTime;
    if (seconds >= least) return undefined;
    return {
      problem: `outputs every ${seconds} s are less than ${OUTPUT_BLOCKS} L1 blocks (${least} s) apart: the proposer would fall further and further behind`,
      fix: `set it to ${Math.ceil(least / l2.blockTime)} or more`,
    };
  },
};

const polling: Rule = {
  says: "The proposer checks at least once per output.",
  reads: ["proposer.pollInterval", "settlement.submissionInterval", "l2.blockTime"],
  check({ config: { proposer, settlement, l2 } }) {
    const seconds = settlement.submissionInterval * l2.blockTime;
    if (proposer.pollInterval <= seconds) return undefined;
    return {
      problem: `is ${proposer.pollInterval} s, but an output is due every ${seconds} s`,
      fix: `set it to ${seconds} or less`,
    };
  },
};

const finalization: Rule = {
  says: "The finalization period is at least as long as L1's confirmations take: an output must be confirmed on L1 before withdrawals rely on it.",
  reads: ["settlement.finalizationPeriod", "l1.confirmations", "l1.blockTime"],
  check({ config: { settlement, l1 } }) {
    const settled = l1.confirmations * l1.blockTime;
    if (settlement.finalizationPeriod >= settled) return undefined;
    return {
      problem: `is ${settlement.finalizationPeriod} s, which is over before the output itself has ${l1.confirmations} confirmations (${settled} s)`,
      fix: `set it to ${Math.ceil(settled)} or more, or lower l1.confirmations`,
    };
  },
};

const drift: Rule = {
  says: "L1's confirmations take less time than the maximum sequencer drift (1800 s from Fjord on).",
  reads: ["l1.confirmations", "l1.blockTime", "l2.maxSequencerDrift", "l2.forks.fjord"],
  check({ config: { l1, l2 } }) {
    const fjord = l2.forks.fjord === 0;
    const most = fjord ? FJORD_DRIFT : l2.maxSequencerDrift;
    // The origin lags by the confirmations and by the block that is being made.
    const lag = (l1.confirmations + 1) * l1.blockTime;
    if (lag < most) return undefined;
    return {
      problem: `the sequencer's L1 origin would lag ${lag} s, but the maximum drift is ${most} s: the sequencer would make empty blocks`,
      fix: `set it to ${Math.max(1, Math.ceil(most / l1.blockTime) - 2)} or less${fjord ? "" : ", or raise l2.maxSequencerDrift"}`,
    };
  },
};

const window: Rule = {
  says: "The batcher's interval and L1's confirmations together take at most half the sequencer window.",
  reads: ["batcher.interval", "l2.sequencerWindow", "l1.blockTime", "l1.confirmations"],
  check({ config: { batcher, l1, l2 } }) {
    const half = (l2.sequencerWindow * l1.blockTime) / 2;
    const used = batcher.interval + l1.confirmations * l1.blockTime;
    if (used <= half) return undefined;
    const needed = Math.ceil((2 * used) / l1.blockTime);
    return {
      problem: `batches every ${batcher.interval} s and ${l1.confirmations} confirmations take ${used} s, more than half the sequencer window (${2 * half} s): a late batch would be lost with its transactions`,
      fix: `set l2.sequencerWindow to ${needed} or more, or lower batcher.interval`,
    };
  },
};

const channelDuration: Rule = {
  says: "The batcher's interval is at least one L1 block.",
  reads: ["batcher.interval", "l1.blockTime"],
  check({ config: { batcher, l1 } }) {
    if (batcher.interval >= l1.blockTime) return undefined;
    return {
      problem: `is ${batcher.interval} s, but op-batcher counts in L1 blocks of ${l1.blockTime} s`,
      fix: `set it to ${Math.ceil(l1.blockTime)} or more`,
    };
  },
};

const channelTimeout: Rule = {
  says: "The channel timeout is below the sequencer window (the timeout is 50 L1 blocks from Granite on).",
  reads: ["l2.channelTimeout", "l2.sequencerWindow", "l2.forks.granite"],
  check({ config: { l2 } }) {
    if (l2.channelTimeout >= l2.sequencerWindow) {
      return {
        problem: `is ${l2.channelTimeout} L1 blocks, which is not below the sequencer window (${l2.sequencerWindow}): a channel could still be read when its blocks are too late`,
        fix: `set it to ${l2.sequencerWindow - 1} or less`,
      };
    }
    if (l2.forks.granite === "never" || l2.sequencerWindow > GRANITE_CHANNEL_TIMEOUT) return undefined;
    return {
      path: "l2.sequencerWindow",
      problem: `is ${l2.sequencerWindow} L1 blocks, which is not above the channel timeout: Granite fixes it at ${GRANITE_CHANNEL_TIMEOUT}`,
      fix: `set it to ${GRANITE_CHANNEL_TIMEOUT + 1} or more`,
    };
  },
};

export const TIMING: readonly Rule[] = [
  blockTimes,
  knownNetwork,
  wholeSeconds,
  outputs,
  polling,
  finalization,
  drift,
  window,
  channelDuration,
  channelTimeout,
];
