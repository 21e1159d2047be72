import { type Address, type Hex, isAddressEqual, toHex } from "viem";
import type { L1Origin, SettlementAddresses } from "../../../spec/contracts.ts";
import { CANONICAL_MULTICALL3, type ChainEndpoint } from "../../../chain/chains.ts";
import { type L1Client, l1Client } from "../../../chain/clients.ts";
import { TensoraError } from "../../../lib/errors.ts";
import { rpc } from "../../../lib/rpc.ts";
import { shownUrl } from "../../../lib/secret-url.ts";
import { until } from "../../../lib/wait.ts";
import type { Step, StepContext } from "../../common/step.ts";
import { type SafeParameters, settlementAddresses } from "./addresses.ts";
import { safeArtifacts } from "./artifacts.ts";

export interface OriginInputs {
  l1: ChainEndpoint;
  deployer: Address;
  /** Part of the Safe's address. */
  rules: SafeParameters;
  /** Blocks behind the head at which the rollup starts, for an L1 that may reorganise. */
  depth: number;
}

export interface OriginOutputs {
  origin: L1Origin;
  /** The deployer's nonce of the first transaction of the deployment. */
  nonce: number;
  settlement: SettlementAddresses;
}

/** Seconds for an L1 that was just started to answer. */
const L1_DEADLINE = 60;
/** Milliseconds for one look at the block of the origin. */
const ANSWER = 900;

/**
 * Fixes where the rollup starts on L1 and where its contracts will be, so that L2 can start while they are mined.
 * Decided once: a later run answers the same.
 */
export const origin: Step<OriginInputs, OriginOutputs> = {
  name: "deploy/origin",
  kind: "deploy",
  deadline: L1_DEADLINE + 10,
  fixed: { deployer: "accounts.deployer", rules: "settlement" },

  async run(inputs, context) {
    const client = l1Client(inputs.l1);
    await answering(client, inputs.l1, context);
    const decided = await context.journal.read<Decided>();
    if (decided?.for === identity(inputs)) {
      const gone = await goneFrom(inputs.l1.rpcUrl, decided.outputs.origin);
      if (gone) throw gone;
      context.log(`block ${decided.outputs.origin.number}, unchanged`);
      return decided.outputs;
    }
    const outputs = await decide(client, inputs);
    await context.journal.write({ for: identity(inputs), outputs } satisfies Decided);
    context.log(`block ${outputs.origin.number}, deployer's nonce is ${outputs.nonce}`);
    return outputs;
  },

  async stale(inputs, outputs) {
    try {
      return (await goneFrom(inputs.l1.rpcUrl, outputs.origin))?.message;
    } catch {
      return undefined; // an L1 that is down is started again before this step is
    }
  },
};

interface Decided {
  for: string;
  outputs: OriginOutputs;
}

/** What a decision is for: with another deployer or Safe the contracts are elsewhere. */
const identity = ({ l1, deployer, rules }: OriginInputs) =>
  [l1.chainId, deployer, ...rules.safeOwners, rules.safeThreshold].join(" ").toLowerCase();

/** Waits until the L1 answers with the right chain id and a block. */
async function answering(client: L1Client, l1: ChainEndpoint, context: StepContext): Promise<void> {
  let wrong: TensoraError | undefined;
  const probe = async () => {
    const id = await client.getChainId();
    if (id !== l1.chainId) {
      wrong = new TensoraError(`L1 has chain ID ${id}, expected ${l1.chainId}`, {
        where: shownUrl(l1.rpcUrl),
        next: ["correct `l1.chainId` or `l1.rpcUrl`"],
      });
    }
    return wrong === undefined && (await client.getBlock());
  };
  await until(`L1 at ${shownUrl(l1.rpcUrl)}`, probe, {
    deadline: L1_DEADLINE,
    every: 50,
    signal: context.signal,
    giveUp: () => wrong,
  });
}

async function decide(client: L1Client, inputs: OriginInputs): Promise<OriginOutputs> {
  const { deployer, rules: parameters } = inputs;
  const [block, nonce, pending, multicall3] = await Promise.all([
    blockAt(client, inputs.depth),
    client.getTransactionCount({ address: deployer, blockTag: "latest" }),
    client.getTransactionCount({ address: deployer, blockTag: "pending" }),
    client.getCode({ address: CANONICAL_MULTICALL3 }),
  ]);
  if (pending !== nonce) {
    throw new TensoraError(`the deployer has ${pending - nonce} other pending transactions on L1`, {
      where: deployer,
      next: ["wait until they are mined, then run again", "use a separate account as deployer"],
    });
  }
  const start = { deployer, nonce, hasMulticall3: multicall3 !== undefined };
  return {
    origin: { hash: block.hash, number: Number(block.number), timestamp: Number(block.timestamp) },
    nonce,
    settlement: settlementAddresses(start, parameters, safeArtifacts()),
  };
}

async function blockAt(client: L1Client, depth: number) {
  const head = await client.getBlock();
  if (depth === 0) return head;
  const number = head.number - BigInt(depth);
  return client.getBlock({ blockNumber: number > 0n ? number : 0n });
}

/** The error of a chain that has another block, or none, where the rollup starts. */
async function goneFrom(rpcUrl: string, origin: L1Origin): Promise<TensoraError | undefined> {
  const params = [toHex(origin.number), false];
  const there = (await rpc<{ hash: Hex } | null>(rpcUrl, "eth_getBlockByNumber", params, ANSWER))?.hash;
  if (there === origin.hash) return undefined;
  const found = there === undefined ? "does not exist" : `is ${there}`;
  return new TensoraError(
    `L1 is not the chain the rollup started on: block ${origin.number} ${found}, expected ${origin.hash}`,
    {
      where: "deploy/origin",
      next: ["destroy the stack and create it again: its L2 cannot continue on another L1"],
    },
  );
}

/** The plan's start as the decision fixed it. */
export const startOf = (deployer: Address, { nonce, settlement }: OriginOutputs) => ({
  deployer,
  nonce,
  hasMulticall3: isAddressEqual(settlement.Multicall3, CANONICAL_MULTICALL3),
});
