import type { Configuration } from "../defaults.ts";
import { FORKS, type ForkName } from "../../spec/devnet.ts";
import type { Finding, Rule } from "./rule.ts";

const timeOf = (config: Configuration, fork: ForkName) => {
  const time = config.l2.forks[fork];
  return time === "never" ? Infinity : time;
};
const said = (time: number) => (time === Infinity ? "never" : time === 0 ? "at genesis" : `after ${time} s`);

const order: Rule = {
  says: `Forks activate in this order: ${FORKS.join(", ")}.`,
  reads: ["l2.forks"],
  check({ config }) {
    const findings: Finding[] = [];
    for (const [index, fork] of FORKS.entries()) {
      const former = FORKS[index - 1];
      if (!former || timeOf(config, fork) >= timeOf(config, former)) continue;
      findings.push({
        path: `l2.forks.${fork}`,
        problem: `activates ${said(timeOf(config, fork))}, before ${former} (${said(timeOf(config, former))})`,
        fix: `set it no earlier than ${former}, or set ${former} no later than ${fork}`,
      });
    }
    return findings;
  },
};

/** Forks that bring new code of predeploys by upgrade transactions, which a genesis has none of. */
const BY_UPGRADE = ["isthmus", "jovian"] as const;

const byUpgrade: Rule = {
  says: "Isthmus and Jovian activate after genesis.",
  reads: ["l2.forks"],
  check: ({ config }) =>
    BY_UPGRADE.filter((fork) => timeOf(config, fork) === 0).map((fork) => ({
      path: `l2.forks.${fork}`,
      problem:
        "activates at genesis, where its upgrade transactions do not run: L1Block would return 0 forever",
      fix: `set it to some seconds after genesis, such as ${BY_UPGRADE.indexOf(fork) === 0 ? 8 : 16}`,
    })),
};

const oneBlock: Rule = {
  says: "Isthmus and Jovian activate in different blocks.",
  reads: ["l2.forks", "l2.blockTime"],
  check({ config }) {
    const blockOf = (fork: ForkName) => Math.ceil(timeOf(config, fork) / config.l2.blockTime);
    const block = blockOf("isthmus");
    // At genesis another rule refuses them, and past Jovian the order does.
    if (block === 0 || block === Infinity || block !== blockOf("jovian")) return undefined;
    const later = (block + 1) * config.l2.blockTime;
    return {
      path: "l2.forks.jovian",
      problem: `activates in block ${block} together with isthmus: the chain would halt there`,
      fix: `set it to ${later} or more`,
    };
  },
};

const brotli: Rule = {
  says: "Brotli compression requires Fjord at genesis.",
  reads: ["batcher.compression", "l2.forks.fjord"],
  check({ config }) {
    if (config.batcher.compression !== "brotli" || timeOf(config, "fjord") === 0) return undefined;
    return {
      problem: `is brotli, but op-batcher refuses it before Fjord (${said(timeOf(config, "fjord"))})`,
      fix: "set it to zlib, or l2.forks.fjord to 0",
    };
  },
};

const span: Rule = {
  says: "Span batches require Delta at genesis.",
  reads: ["batcher.batchType", "l2.forks.delta"],
  check({ config }) {
    if (config.batcher.batchType !== "span" || timeOf(config, "delta") === 0) return undefined;
    return {
      problem: `is span, but derivation drops span batches before Delta (${said(timeOf(config, "delta"))})`,
      fix: "set it to singular, or l2.forks.delta to 0",
    };
  },
};

export const FORK_RULES: readonly Rule[] = [order, byUpgrade, oneBlock, brotli, span];
