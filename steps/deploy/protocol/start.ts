import { type Address, type Hex, toHex, zeroAddress } from "viem";
import type { ChainEndpoint } from "../../../chain/chains.ts";
import { CANONICAL_MULTICALL3 } from "../../../chain/chains.ts";
import { type L1Client, l1Client } from "../../../chain/clients.ts";
import { TensoraError } from "../../../lib/errors.ts";
import { rpc } from "../../../lib/rpc.ts";
import type { Step } from "../../common/step.ts";
import { l1Plan } from "./plan-l1.ts";
import { l2Plan } from "./plan-l2.ts";
import { ENTRY_POINT } from "./paymaster.ts";
import { addressesOf, type ChainStart, DETERMINISTIC_DEPLOYER, places } from "./plan.ts";
import type { ProtocolAccounts, ProtocolParameters } from "./parameters.ts";
import { finder, type DeploymentContext } from "./context.ts";
import type { Addresses } from "../../../spec/contracts.ts";

export interface ProtocolEndpoints {
  l1: ChainEndpoint;
  l2: ChainEndpoint;
  /** Multicall3 on L1. */
  multicall3: Address;
}

export interface ProtocolStartInputs extends ProtocolEndpoints {
  /** Its name is on record of stacks, and an input of another name would be another deployment. */
  rules: ProtocolParameters;
  accounts: ProtocolAccounts;
}

/** Where a chain's part starts: the deployer's nonce, and a block before its first transaction. */
export interface Beginning extends ChainStart {
  block: { number: number; hash: Hex };
  multicall3: Address;
}

export interface ProtocolStart {
  l1: Beginning;
  l2: Beginning;
  /** Of a proxied contract the proxy's. */
  addresses: { l1: Addresses; l2: Addresses };
}

/** What the contracts are made of. */
export const FIXED = {
  rules: "protocol",
  accounts: "accounts",
} as const;

/** Milliseconds for one look at the first block. */
const ANSWER = 450;

/**
 * Fixes where the protocol's contracts will be on both chains, so that each side can name the other's and both are
 * deployed at the same time. Decided once: a later run answers the same.
 */
export const protocolStart: Step<ProtocolStartInputs, ProtocolStart> = {
  name: "deploy/protocol-start",
  kind: "deploy",
  deadline: 60,
  fixed: FIXED,

  async run(inputs, context) {
    const decided = await context.journal.read<Decided>();
    if (decided?.for === identity(inputs)) {
      const gone = await goneFrom(inputs, decided.outputs);
      if (gone !== undefined) throw lost(gone);
      context.log("unchanged");
      return decided.outputs;
    }
    const outputs = await decide(inputs);
    await context.journal.write({ for: identity(inputs), outputs } satisfies Decided);
    context.log(`deployer's nonce is ${outputs.l1.nonce} on L1, ${outputs.l2.nonce} on L2`);
    return outputs;
  },

  async stale(inputs, outputs) {
    try {
      return await goneFrom(inputs, outputs);
    } catch {
      return undefined; // a chain that is down is started again before this step is
    }
  },
};

interface Decided {
  for: string;
  outputs: ProtocolStart;
}

/** What a decision is for: with other plan the contracts are elsewhere. */
const identity = ({ l1, l2, rules, accounts }: ProtocolStartInputs) =>
  JSON.stringify([l1.chainId, l2.chainId, rules, accounts]);

async function decide(inputs: ProtocolStartInputs): Promise<ProtocolStart> {
  const { deployer } = inputs.accounts;
  const [l1, l2] = await Promise.all([
    beginning(inputs.l1, "L1", deployer, inputs.multicall3),
    beginning(inputs.l2, "L2", deployer, CANONICAL_MULTICALL3),
  ]);
  return { l1, l2, addresses: allAddresses(inputs, l1, l2) };
}

async function beginning(
  endpoint: ChainEndpoint,
  name: string,
  deployer: Address,
  multicall3: Address,
): Promise<Beginning> {
  const client = l1Client(endpoint);
  const [block, nonce, pending, entryPoint] = await Promise.all([
    client.getBlock(),
    client.getTransactionCount({ address: deployer, blockTag: "latest" }),
    client.getTransactionCount({ address: deployer, blockTag: "pending" }),
    client.getCode({ address: ENTRY_POINT }),
    present(client, name, "Multicall3", multicall3),
    name === "L2" && present(client, name, "the deterministic deployer", DETERMINISTIC_DEPLOYER),
  ]);
  if (pending !== nonce) {
    throw new TensoraError(`the deployer has ${pending - nonce} other pending transactions on ${name}`, {
      where: deployer,
      next: ["wait until they are mined, then run again", "use a separate account as deployer"],
    });
  }
  return {
    deployer,
    nonce,
    present: entryPoint === undefined ? [] : ["EntryPoint"],
    block: { number: Number(block.number), hash: block.hash },
    multicall3,
  };
}

async function present(client: L1Client, chain: string, what: string, address: Address): Promise<void> {
  if ((await client.getCode({ address })) !== undefined) return;
  throw new TensoraError(`the deployment needs ${what} on ${chain}`, {
    where: address,
    next: ["deploy it there first (most chains have it from genesis)"],
  });
}

/** Both sides' addresses: where a contract will be depends on its place in the plan, and not on what it is given. */
function allAddresses(
  { rules: parameters, accounts }: ProtocolStartInputs,
  l1: ChainStart,
  l2: ChainStart,
): ProtocolStart["addresses"] {
  const anywhere = { parameters, accounts, l1: () => zeroAddress, l2: () => zeroAddress };
  return {
    l1: addressesOf(places(l1Plan(anywhere), l1)),
    l2: addressesOf(places(l2Plan(anywhere), l2)),
  };
}

/** What both deployment plans are written from, once it is decided where everything is. */
export const deploymentContext = (
  { rules: parameters, accounts }: Pick<ProtocolStartInputs, "rules" | "accounts">,
  { addresses }: ProtocolStart,
): DeploymentContext => ({
  parameters,
  accounts,
  l1: finder("L1", addresses.l1),
  l2: finder("L2", addresses.l2),
});

/** Says which chain is another one than at the decision. */
async function goneFrom({ l1, l2 }: ProtocolEndpoints, start: ProtocolStart): Promise<string | undefined> {
  const gone = async (name: string, { rpcUrl }: ChainEndpoint, { block }: Beginning) => {
    const params = [toHex(block.number), false];
    const found = await rpc<{ hash: Hex } | null>(rpcUrl, "eth_getBlockByNumber", params, ANSWER);
    return found?.hash === block.hash
      ? undefined
      : `${name} is another chain: block ${block.number} is not ${block.hash}`;
  };
  return (await gone("L1", l1, start.l1)) ?? (await gone("L2", l2, start.l2));
}

const lost = (message: string) =>
  new TensoraError(message, {
    where: "deploy/protocol-start",
    next: ["destroy the stack and create it again"],
  });
