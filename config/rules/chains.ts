import { SERVICES } from "../../spec/services.ts";
import type { Finding, Rule } from "./rule.ts";

const chainIds: Rule = {
  says: "L1 and L2 have different chain IDs.",
  reads: ["l2.chainId", "l1.chainId"],
  check({ config: { l1, l2 } }) {
    if (l1.chainId !== l2.chainId) return undefined;
    return {
      problem: `is ${l2.chainId}, the same as l1.chainId: a transaction for one chain would be valid on the other`,
      fix: "set a different chain ID",
    };
  },
};

const externalL1: Rule = {
  says: "An external L1 needs `l1.rpcUrl` and `l1.chainId`; a dev L1 must not have `l1.rpcUrl`.",
  reads: ["l1.kind", "l1.rpcUrl", "l1.chainId"],
  check({ config: { l1 } }) {
    if (l1.kind === "dev") {
      if (l1.rpcUrl === undefined) return undefined;
      return {
        path: "l1.rpcUrl",
        problem: "is set, but l1.kind is dev: the stack runs this L1 itself",
        fix: "remove it, or set l1.kind to external",
      };
    }
    const findings: Finding[] = [];
    if (l1.rpcUrl === undefined) {
      findings.push({
        path: "l1.rpcUrl",
        problem: "is missing, but l1.kind is external",
        fix: "set the URL of an RPC endpoint, or set l1.kind to dev",
      });
    }
    if (l1.chainId === undefined) {
      findings.push({
        path: "l1.chainId",
        problem: "is missing: it is needed to sign transactions",
        fix: "set the ID that the chain returns for eth_chainId",
      });
    }
    return findings;
  },
};

const externalService: Rule = {
  says: `\`services.${SERVICES.l1.name}\` applies to a dev L1 only.`,
  reads: [`services.${SERVICES.l1.name}`, "l1.kind"],
  check({ config: { l1 }, input }) {
    if (l1.kind === "dev" || input.services?.[SERVICES.l1.name] === undefined) return undefined;
    return {
      problem: "is set, but l1.kind is external: the stack runs no L1",
      fix: "remove it, or set l1.kind to dev",
    };
  },
};

const prefund: Rule = {
  says: "Accounts are prefunded only with a dev L1.",
  reads: ["l2.prefund", "l1.kind"],
  check({ config: { l1, l2 } }) {
    if (l1.kind === "dev" || Number(l2.prefund) === 0) return undefined;
    return {
      problem: `gives every account ${l2.prefund} BNB that is not locked in the bridge on L1`,
      fix: "set it to 0 and deposit through the bridge",
    };
  },
};

export const CHAIN_RULES: readonly Rule[] = [chainIds, externalL1, externalService, prefund];
