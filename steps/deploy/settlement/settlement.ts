import { type Address, type Hex, isAddressEqual } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { SettlementAddresses } from "../../../spec/contracts.ts";
import type { ChainEndpoint } from "../../../chain/chains.ts";
import { l1Client } from "../../../chain/clients.ts";
import { TensoraError } from "../../../lib/errors.ts";
import type { Step } from "../../common/step.ts";
import { settlementArtifacts } from "./artifacts.ts";
import { deliver } from "../delivery/deliver.ts";
import { expectations, SETTLEMENT } from "./expectations.ts";
import { type SettlementPlan, type SettlementParameters, settlementPlan } from "./plan.ts";
import { upgraded } from "./upgraded.ts";
import { verify } from "../delivery/verify.ts";

export interface SettlementInputs extends SettlementParameters {
  l1: ChainEndpoint;
  /** Secret. */
  keys: { deployer: Hex };
}

export interface SettlementOutputs {
  addresses: SettlementAddresses;
  implementations: SettlementPlan["implementations"];
  gasUsed: number;
  /** The L1 blocks that have the deployment. */
  blocks: number[];
  /** How many transactions the deployment has. */
  transactions: number;
  /** How many of them the last run sent: 0 when all were there. */
  sent: number;
}

/** Seconds for all transactions, in case fees must be raised again and again. */
const DEADLINE = 900;

/** Puts the settlement contracts on L1 where `deploy/origin` said they would be, and verifies every one of them. */
export const settlement: Step<SettlementInputs, SettlementOutputs> = {
  name: "deploy/settlement",
  kind: "deploy",
  deadline: DEADLINE + 60,
  fixed: {
    start: "settlement.start",
    l2: "l2",
    rules: "settlement",
    accounts: "accounts",
  },

  async run(inputs, context) {
    const account = privateKeyToAccount(inputs.keys.deployer);
    if (!isAddressEqual(account.address, inputs.accounts.deployer)) throw wrongKey(inputs.accounts.deployer);
    const artifacts = settlementArtifacts();
    const plan = settlementPlan(inputs, artifacts);
    const { start, l1 } = inputs;
    const client = l1Client(l1, start.settlement);
    const delivery = {
      of: "the settlement layer",
      chain: "L1",
      client,
      chainId: l1.chainId,
      account,
      firstNonce: start.nonce,
      transactions: plan.transactions,
      since: start.origin.number,
      identity: `${l1.chainId} ${start.origin.hash} ${account.address} ${start.nonce}`,
      deadline: DEADLINE,
    };
    const { receipts, sent } = await deliver(delivery, context);
    const verified = await verify(
      client,
      start.settlement.Multicall3,
      expectations(inputs, plan, artifacts),
      SETTLEMENT,
    );
    context.log(
      `verified ${verified.codes} codes, ${verified.values} values, ${verified.locks} locked initialisers`,
    );
    return {
      addresses: start.settlement,
      implementations: plan.implementations,
      gasUsed: Number(receipts.reduce((sum, { gasUsed }) => sum + gasUsed, 0n)),
      blocks: [...new Set(receipts.map(({ blockNumber }) => Number(blockNumber)))],
      transactions: receipts.length,
      sent,
    };
  },

  stale: ({ l1 }, { addresses, implementations }) => upgraded(l1.rpcUrl, addresses, implementations),
};

const wrongKey = (deployer: Address) =>
  new TensoraError("the deployer's key belongs to another account", {
    where: deployer,
    next: ["correct `accounts.deployer` in the stack file"],
  });
