import {
  type Address,
  encodeDeployData,
  encodeFunctionData,
  erc20Abi,
  formatEther,
  type Hex,
  parseEther,
  parseEventLogs,
  stringToHex,
} from "viem";
import type { SubnetSpec } from "../../../spec/subnets.ts";
import { exampleConsumerAbi } from "../../../chain/abi/ExampleConsumer.ts";
import { inferenceDeskAbi } from "../../../chain/abi/InferenceDesk.ts";
import { minerRegistryAbi } from "../../../chain/abi/MinerRegistry.ts";
import { l2Client, l2Wallet } from "../../../chain/clients.ts";
import { create, transact } from "../../../chain/transact.ts";
import { modelOf } from "../../../subnets/inference/model.ts";
import { randomTask } from "../../../subnets/inference/tasks.ts";
import type { SubnetAddresses } from "../../../subnets/addresses.ts";
import { until } from "../../../lib/wait.ts";
import { artifacts } from "../../deploy/protocol/artifacts.ts";
import { contractOf } from "../../deploy/subnets/inputs.ts";
import type { Payer } from "../../deploy/subnets/subnets.ts";
import type { SmokeResult, Step, StepContext } from "../../common/step.ts";
import { check, seconds } from "../../common/check.ts";
import { placeOf, type SubnetSmokeInputs } from "./inputs.ts";

/** TORA for an answer. */
const REWARD = parseEther("1");
/** Seconds until an answer must be there: miners that have just registered take part from the next epoch on. */
const ANSWERED = 90;

/** A contract asks a subnet, and is called back with an answer that the desk has verified; the miner is paid for it. */
export const inference: Step<SubnetSmokeInputs, SmokeResult> = {
  name: "smoke/inference",
  kind: "gate",
  deadline: 900,

  async run(inputs, context) {
    const payer = { client: l2Client(inputs.l2), wallet: l2Wallet(inputs.keys.user, inputs.l2) };
    const details = await Promise.all(
      inputs.subnets
        .filter(({ miners }) => miners.length > 0)
        .map((spec) => askAndCheck(payer, inputs, spec, context)),
    );
    return { status: "passed", detail: details.join("; ") };
  },
};

async function askAndCheck(
  payer: Payer,
  inputs: SubnetSmokeInputs,
  spec: SubnetSpec,
  context: StepContext,
): Promise<string> {
  const at = placeOf(inputs, spec.name);
  const began = performance.now();
  const task = randomTask();
  const { consumer, requestId } = await ask(payer, inputs, at, task, context);
  const { miner, result } = await answerOf(payer, at, requestId, context);
  const took = (performance.now() - began) / 1000;
  const kept = await payer.client.readContract({
    address: consumer,
    abi: exampleConsumerAbi,
    functionName: "results",
    args: [requestId],
  });
  check(kept === result, `the contract received ${kept}, the miner gave the desk ${result}`, consumer);
  const model = await modelOf(spec.model);
  const alike = model.similarity(await model.infer(task), result);
  return `${spec.name}: answered after ${seconds(took)} by ${miner} for ${formatEther(REWARD)} TORA, ${(100 * alike).toFixed(0)} % similar to our own answer`;
}

/** Deploys a contract that asks, and has it ask. */
async function ask(
  { client, wallet }: Payer,
  inputs: SubnetSmokeInputs,
  { inferenceDesk: desk }: SubnetAddresses,
  task: string,
  context: StepContext,
): Promise<{ consumer: Address; requestId: bigint }> {
  const tora = contractOf(inputs, "ToraToken");
  const { creation: bytecode } = artifacts()("ExampleConsumer");
  const data = encodeDeployData({ abi: exampleConsumerAbi, bytecode, args: [desk, tora] });
  const consumer = await create(client, wallet, data, "the contract that requests inference", context);
  const args = [consumer, REWARD] as const;
  const approval = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args });
  await transact(client, wallet, { to: tora, data: approval }, "the approval of the reward", context);
  const asking = encodeFunctionData({
    abi: exampleConsumerAbi,
    functionName: "ask",
    args: [stringToHex(task), REWARD],
  });
  const { logs } = await transact(
    client,
    wallet,
    { to: consumer, data: asking },
    "the inference request",
    context,
  );
  const [asked] = parseEventLogs({ abi: inferenceDeskAbi, eventName: "InferenceRequested", logs });
  check(asked !== undefined, "the desk recorded no request", desk);
  return { consumer, requestId: asked.args.requestId };
}

/** The answer that the desk has taken: of a miner of the subnet, who was paid. */
async function answerOf(
  { client }: Payer,
  at: SubnetAddresses,
  requestId: bigint,
  { signal }: StepContext,
): Promise<{ miner: Address; result: Hex }> {
  const find = async () => {
    const logs = await client.getContractEvents({
      address: at.inferenceDesk,
      abi: inferenceDeskAbi,
      eventName: "InferenceAnswered",
      args: { requestId },
      fromBlock: 0n,
      strict: true,
    });
    return logs[0];
  };
  const options = { deadline: ANSWERED, every: 250, signal };
  const { args, transactionHash } = await until(`an answer to request ${requestId}`, find, options);
  check(args.delivered, "the contract did not accept its answer", at.inferenceDesk);
  const registry = { address: at.minerRegistry, abi: minerRegistryAbi, functionName: "miners" } as const;
  const miners = await client.readContract(registry);
  check(
    miners.some(({ account }) => account === args.miner),
    `${args.miner} answered but is not a miner`,
    at.minerRegistry,
  );
  const { logs } = await client.getTransactionReceipt({ hash: transactionHash });
  const transfers = parseEventLogs({ abi: erc20Abi, eventName: "Transfer", logs });
  const isPaid = transfers.some(
    (transfer) => transfer.args.to === args.miner && transfer.args.value === REWARD,
  );
  check(isPaid, `${args.miner} was not paid the reward of ${REWARD}`, transactionHash);
  return args;
}
