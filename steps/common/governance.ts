import {
  type Address,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  keccak256,
  parseEventLogs,
  stringToBytes,
} from "viem";
import { stakedToraAbi } from "../../chain/abi/StakedTora.ts";
import { toraGovernorAbi } from "../../chain/abi/ToraGovernor.ts";
import { until } from "../../lib/wait.ts";
import type { StepContext } from "./step.ts";
import { check } from "./check.ts";
import type { L2Side } from "./l2-side.ts";
import { transact } from "../../chain/transact.ts";
import type { Addresses } from "../../spec/contracts.ts";

/** What governance is asked to do. */
export interface Decision {
  calls: readonly { to: Address; data: Hex }[];
  /** Makes a proposal another one than an earlier one with the same calls. */
  description: string;
}

/** Whose governance it is, and who acts in it. */
export interface Governed {
  protocol: { l2: Addresses };
}
/** The governor's states (OpenZeppelin's IGovernor.ProposalState). */
const STATES = [
  "pending",
  "active",
  "canceled",
  "defeated",
  "succeeded",
  "queued",
  "expired",
  "executed",
] as const;
type State = (typeof STATES)[number];
/** Seconds that a state may take beyond what the governor's rules say. */
const SLACK = 60;
const FOR = 1;

const governorOf = ({ protocol }: Governed) =>
  ({ address: protocol.l2.ToraGovernor as Address, abi: toraGovernorAbi }) as const;

/** The seconds that a decision takes: delay of the votes, votes, timelock. */
export async function decisionTime({ l2 }: L2Side, inputs: Governed): Promise<number> {
  const governor = governorOf(inputs);
  const timelock = { address: inputs.protocol.l2.ToraTimelock as Address, abi: TIMELOCK } as const;
  const times = await Promise.all([
    l2.readContract({ ...governor, functionName: "votingDelay" }),
    l2.readContract({ ...governor, functionName: "votingPeriod" }),
    l2.readContract({ ...timelock, functionName: "getMinDelay" }),
  ]);
  return times.reduce((sum, time) => sum + Number(time), 0);
}

const TIMELOCK = [
  {
    type: "function",
    name: "getMinDelay",
    inputs: [],
    outputs: [{ type: "uint256" }],
    stateMutability: "view",
  },
] as const;

/** Sees to it that the user has staked enough to propose, and that the stake is old enough to count. */
export async function becomeProposer(chains: L2Side, inputs: Governed, context: StepContext): Promise<void> {
  const { l2, onL2 } = chains;
  const governor = governorOf(inputs);
  const user = onL2.account.address;
  const staked = { address: inputs.protocol.l2.StakedTora as Address, abi: stakedToraAbi } as const;
  const threshold = await l2.readContract({ ...governor, functionName: "proposalThreshold" });
  const votes = () => l2.readContract({ ...staked, functionName: "getVotes", args: [user] });
  const missing = threshold - (await votes());
  if (missing <= 0n) return;
  const tora = inputs.protocol.l2.ToraToken as Address;
  const read = { address: tora, abi: erc20Abi, functionName: "balanceOf", args: [user] } as const;
  const has = await l2.readContract(read);
  check(
    has >= missing,
    `the user has ${has} wei of TORA and needs ${missing} to stake before it can propose`,
    user,
  );
  const approval = encodeFunctionData({
    abi: erc20Abi,
    functionName: "approve",
    args: [staked.address, missing],
  });
  await transact(l2, onL2, { to: tora, data: approval }, "the approval of the stake", context);
  const stake = encodeFunctionData({ abi: stakedToraAbi, functionName: "stake", args: [missing, user] });
  const receipt = await transact(l2, onL2, { to: staked.address, data: stake }, "the stake", context);
  // Votes are those before a proposal's second.
  const later = async () => (await l2.getBlockNumber()) > receipt.blockNumber + 1n;
  await until("the stake to become voting power", later, {
    deadline: SLACK,
    every: 150,
    signal: context.signal,
  });
}

/** Brings a decision all the way: proposed, voted for, queued in the timelock, executed. */
export async function decide(
  chains: L2Side,
  inputs: Governed,
  decision: Decision,
  context: StepContext,
): Promise<void> {
  const { l2, onL2 } = chains;
  const governor = governorOf(inputs);
  const { calls, description } = decision;
  const call = [calls.map(({ to }) => to), calls.map(() => 0n), calls.map(({ data }) => data)] as const;
  const hashed = [...call, keccak256(stringToBytes(description))] as const;
  const send = (what: string, data: Hex) => transact(l2, onL2, { to: governor.address, data }, what, context);
  const proposing = encodeFunctionData({
    ...governor,
    functionName: "propose",
    args: [...call, description],
  });
  const receipt = await send("the proposal", proposing);
  const [created] = parseEventLogs({
    abi: toraGovernorAbi,
    eventName: "ProposalCreated",
    logs: receipt.logs,
  });
  check(created !== undefined, "the governor created no proposal", receipt.transactionHash);
  const { proposalId } = created.args;
  const reaches = async (state: State) => {
    const isThere = async () =>
      STATES[await l2.readContract({ ...governor, functionName: "state", args: [proposalId] })] === state;
    const deadline = SLACK + (await decisionTime(chains, inputs));
    await until(`the proposal to be ${state}`, isThere, { deadline, every: 200, signal: context.signal });
  };
  await reaches("active");
  await send(
    "the vote",
    encodeFunctionData({ ...governor, functionName: "castVote", args: [proposalId, FOR] }),
  );
  await reaches("succeeded");
  await send("the queueing", encodeFunctionData({ ...governor, functionName: "queue", args: hashed }));
  await reaches("queued");
  const eta = await l2.readContract({ ...governor, functionName: "proposalEta", args: [proposalId] });
  const due = async () => (await l2.getBlock()).timestamp >= eta;
  const deadline = SLACK + (await decisionTime(chains, inputs));
  await until("the timelock's delay to pass", due, { deadline, every: 200, signal: context.signal });
  await send("the execution", encodeFunctionData({ ...governor, functionName: "execute", args: hashed }));
  await reaches("executed");
}
