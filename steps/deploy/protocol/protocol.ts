import { type Hex, isAddressEqual } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { l1Client } from "../../../chain/clients.ts";
import { TensoraError } from "../../../lib/errors.ts";
import { ensureProtocol, protocolBuildName } from "../../../toolchain/index.ts";
import type { Step } from "../../common/step.ts";
import { deliver } from "../delivery/deliver.ts";
import { artifacts } from "./artifacts.ts";
import { l1Plan } from "./plan-l1.ts";
import { l2Plan } from "./plan-l2.ts";
import type { Entry } from "./entries.ts";
import { places, transactionsOf } from "./plan.ts";
import { checkPlan } from "./permissions.ts";
import { FIXED, type ProtocolStart, type ProtocolStartInputs, deploymentContext } from "./start.ts";
import { type VerifiedProtocol, verifyProtocol } from "./verify.ts";
import type { DeploymentContext } from "./context.ts";
import type { Addresses } from "../../../spec/contracts.ts";

/** All of it public: what the gate is given too. */
export interface ProtocolCheckInputs extends ProtocolStartInputs {
  start: ProtocolStart;
}

export interface ProtocolInputs extends ProtocolCheckInputs {
  /** Secret. */
  keys: { deployer: Hex };
}

export interface ProtocolOutputs {
  addresses: Addresses;
  /** Names the compilation that was deployed: what later upgrades are compared with. */
  build: string;
  gasUsed: number;
  /** The blocks that have the deployment. */
  blocks: number[];
  /** How many transactions the deployment has. */
  transactions: number;
  /** How many of them the last run sent: 0 when all were there. */
  sent: number;
  verified: VerifiedProtocol;
}

/** One chain's part of the protocol. */
export interface Side {
  chain: "L1" | "L2";
  key: "l1" | "l2";
  plan: (context: DeploymentContext) => Entry[];
}

export const SIDES = {
  l1: { chain: "L1", key: "l1", plan: l1Plan },
  l2: { chain: "L2", key: "l2", plan: l2Plan },
} as const satisfies Record<string, Side>;

/** Seconds for all transactions, in case fees must be raised again and again. */
const DEADLINE = 900;

/** Puts one side where `deploy/protocol-start` said it would be, and verifies every contract and every permission. */
export const deployment = (side: Side): Step<ProtocolInputs, ProtocolOutputs> => ({
  name: `deploy/protocol-${side.key}`,
  kind: "deploy",
  deadline: DEADLINE + 120,
  fixed: { ...FIXED, start: "protocol.start" },

  async run(inputs, context) {
    await ensureProtocol(({ state, what }) => state === "building" && context.log(`compiling the ${what}`));
    const account = privateKeyToAccount(inputs.keys.deployer);
    const start = inputs.start[side.key];
    if (!isAddressEqual(account.address, start.deployer)) throw wrongKey(start.deployer);
    const artifact = artifacts();
    const plan = side.plan(deploymentContext(inputs, inputs.start));
    checkPlan(places(plan, start), start.deployer, artifact);
    const endpoint = inputs[side.key];
    const delivery = {
      of: "the protocol",
      chain: side.chain,
      client: l1Client(endpoint),
      chainId: endpoint.chainId,
      account,
      firstNonce: start.nonce,
      transactions: transactionsOf(plan, start, artifact),
      since: start.block.number,
      identity: `${endpoint.chainId} ${start.block.hash} ${account.address} ${start.nonce}`,
      deadline: DEADLINE,
    };
    const { receipts, sent } = await deliver(delivery, context);
    const verified = await verifyProtocol(inputs, side, artifact);
    context.log(`verified ${verified.codes} codes, ${verified.values} values, ${verified.roles} roles`);
    return {
      addresses: inputs.start.addresses[side.key],
      build: protocolBuildName(),
      gasUsed: Number(receipts.reduce((sum, { gasUsed }) => sum + gasUsed, 0n)),
      blocks: [...new Set(receipts.map(({ blockNumber }) => Number(blockNumber)))],
      transactions: receipts.length,
      sent,
      verified,
    };
  },
});

/** WTORA and what may change it. */
export const protocolL1 = deployment(SIDES.l1);
/** TORA, governance, the paymaster and the subnets. */
export const protocolL2 = deployment(SIDES.l2);

const wrongKey = (deployer: string) =>
  new TensoraError("the deployer's key belongs to another account", {
    where: deployer,
    next: ["correct `accounts.protocolDeployer` in the stack file"],
  });
