import { SERVICES } from "../../spec/services.ts";
import type { Finding, Rule } from "./rule.ts";

const chainIds: Rule = {
  says: "The two chains have different ids.",
  reads: ["l2.chainId", "l1.chainId"],
  check({ config: { l1, l2 } }) {
    if (l1.chainId !== l2.chainId) return undefined;
    return {
      problem: `is ${l2.chainId} like l1.chainId: a transaction for one chain would be valid on the other`,
      fix: "give L2 an id of its own",
    };
  },
};

const externalL1: Rule = {
  says: "An external L1 needs `l1.rpcUrl` and `l1.chainId`; a dev L1 has no `l1.rpcUrl`.",
  reads: ["l1.kind", "l1.rpcUrl", "l1.chainId"],
  check({ config: { l1 } }) {
    if (l1.kind === "dev") {
      if (l1.rpcUrl === undefined) return undefined;
      return {
        path: "l1.rpcUrl",
        problem: "is given for a dev L1, which the stack runs itself",
        fix: "remove it, or set l1.kind to external",
      };
    }
    const findings: Finding[] = [];
    if (l1.rpcUrl === undefined) {
      findings.push({
        path: "l1.rpcUrl",
        problem: "is missing: an external L1 is reached by it",
        fix: "give the URL of an RPC endpoint, or set l1.kind to dev",
      });
    }
    if (l1.chainId === undefined) {
      findings.push({
        path: "l1.chainId",
        problem: "is missing: transactions are signed for one chain",
        fix: "give the id that the chain answers to eth_chainId",
      });
    }
    return findings;
  },
};

const externalService: Rule = {
  says: "An external L1 has no service options.",
  reads: [`services.${SERVICES.l1.name}`, "l1.kind"],
  check({ config: { l1 }, input }) {
    if (l1.kind === "dev" || input.services?.[SERVICES.l1.name] === undefined) return undefined;
    return {
      problem: "has options, but the stack runs no L1: l1.kind is external",
      fix: "remove it, or set l1.kind to dev",
    };
  },
};

const prefund: Rule = {
  says: "Only a dev L1's rollup has prefunded accounts.",
  reads: ["l2.prefund", "l1.kind"],
  check({ config: { l1, l2 } }) {
    if (l1.kind === "dev" || Number(l2.prefund) === 0) return undefined;
    return {
      problem: `gives ${l2.prefund} BNB to every role that nobody has locked in the bridge on L1`,
      fix: "set it to 0 and deposit through the bridge",
    };
  },
};

export const CHAIN_RULES: readonly Rule[] = [chainIds, externalL1, externalService, prefund];
