import type { AddressInfo } from "node:net";
import {
  type Address,
  BaseError,
  decodeErrorResult,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  keccak256,
  parseEther,
  stringToHex,
  toHex,
  zeroAddress,
} from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inferenceDeskAbi } from "../../chain/abi/InferenceDesk.ts";
import { minerRegistryAbi } from "../../chain/abi/MinerRegistry.ts";
import { subnetAbi } from "../../chain/abi/Subnet.ts";
import { plainL2Chain } from "../../chain/chains.ts";
import { type L2Client, wallet } from "../../chain/clients.ts";
import { mined, submit, transact } from "../../chain/transact.ts";
import { type Asked, answerSchema, signerOf, taskHashOf } from "../../subnets/inference/answer.ts";
import { keywords } from "../../subnets/inference/keywords.ts";
import type { SubnetAddresses } from "../../subnets/addresses.ts";
import { until } from "../../lib/wait.ts";
import { testAddress, testKey } from "../../steps/deploy/testing/inputs.ts";
import { type SubnetChain, startSubnetChain } from "../../steps/deploy/testing/subnets.ts";
import { Desk } from "./desk.ts";
import { Miner } from "./miner.ts";
import { serveMiner } from "./server.ts";

const { signal } = new AbortController();
const account = testAddress("a miner");
const REWARD = parseEther("2");
let chain: SubnetChain;
let at: SubnetAddresses;
let client: L2Client;

beforeAll(async () => {
  chain = await startSubnetChain(["a miner", "a newcomer", "a requester"]);
  ({ at, client } = chain);
});
afterAll(() => chain?.stop());

const minerAt = (endpoint: string, name = "a miner") => {
  const { l2, addresses } = chain;
  const { SubnetRegistry, EmissionManager, ToraToken } = addresses as Record<string, Address>;
  const identity = {
    name: "text-0",
    subnet: "text",
    model: "keywords",
    behaviour: "honest",
    port: 0,
    endpoint,
  } as const;
  const around = {
    l2,
    subnetRegistry: SubnetRegistry as Address,
    emissions: EmissionManager as Address,
    tora: ToraToken as Address,
    signal,
  };
  return Miner.of(identity, around, testKey(name));
};
const registered = () =>
  client.readContract({
    address: at.minerRegistry,
    abi: minerRegistryAbi,
    functionName: "minerOf",
    args: [account],
  });
const tora = () => ({ address: chain.addresses.ToraToken as Address, abi: erc20Abi }) as const;
const balance = () => client.readContract({ ...tora(), functionName: "balanceOf", args: [account] });

/** The name of the desk's error that a failed estimation has. */
function reverted(error: unknown): string {
  if (!(error instanceof BaseError)) throw error;
  const { data } = error.walk(
    (cause) => typeof (cause as { data?: unknown }).data === "string",
  ) as unknown as {
    data: Hex;
  };
  return decodeErrorResult({ abi: inferenceDeskAbi, data }).errorName;
}

/** Asks the desk for all of the tasks at once. */
async function ask(tasks: readonly Hex[]): Promise<void> {
  const requester = wallet(testKey("a requester"), plainL2Chain(chain.l2));
  const approval = encodeFunctionData({
    abi: erc20Abi,
    functionName: "approve",
    args: [at.inferenceDesk, REWARD * BigInt(tasks.length)],
  });
  await transact(client, requester, { to: tora().address, data: approval }, "an approval", { signal });
  const sent: Hex[] = [];
  for (const task of tasks) {
    const args = [task, zeroAddress, REWARD, 0] as const;
    const data = encodeFunctionData({ abi: inferenceDeskAbi, functionName: "requestInference", args });
    sent.push(await submit(client, requester, { to: at.inferenceDesk, data }));
  }
  for (const hash of sent) await mined(client, hash, "a request", { signal });
}

test("a miner registers once it has the fee, and keeps its endpoint current", async () => {
  const miner = await minerAt("http://127.0.0.1:7100");
  expect(await miner.attend()).toMatchObject({ registered: false });
  await chain.give(account, parseEther("1"));
  expect(await miner.attend()).toMatchObject({ registered: true });
  expect(await registered()).toMatchObject({ account, signer: account, endpoint: "http://127.0.0.1:7100" });
  expect(await balance()).toBe(0n);

  const moved = await minerAt("http://127.0.0.1:7200");
  expect(await moved.attend()).toMatchObject({ registered: true });
  expect(await registered()).toMatchObject({ endpoint: "http://127.0.0.1:7200" });
});

test("a request that it cannot answer keeps no other from its answer and its reward", async () => {
  const subnet = { address: at.subnet, abi: subnetAbi } as const;
  const { since } = await registered();
  const takesPart = async () =>
    (await client.readContract({ ...subnet, functionName: "currentEpoch" })) >= since;
  await until("the miner's first epoch", takesPart, { deadline: 60 });
  await chain.give(testAddress("a requester"), REWARD * 4n);
  const task = "a nurse repairs antique clocks on the moon";
  await ask([...[" ", "a".repeat(5000)].map((text) => stringToHex(text)), "0xff", stringToHex(task)]);

  const miner = await minerAt("http://127.0.0.1:7200");
  expect(await miner.attend()).toMatchObject({ answered: 1 });
  expect(await balance()).toBe(REWARD);
  const [event] = await client.getContractEvents({
    address: at.inferenceDesk,
    abi: inferenceDeskAbi,
    eventName: "InferenceAnswered",
    fromBlock: 0n,
    strict: true,
  });
  expect(event?.args).toMatchObject({ miner: account, result: await keywords.infer(task) });
  expect(await miner.attend()).toMatchObject({ answered: 0 });
});

/** Requests that the desk was sent, in their order. */
const requests = () =>
  client.getContractEvents({
    address: at.inferenceDesk,
    abi: inferenceDeskAbi,
    eventName: "InferenceRequested",
    fromBlock: 0n,
    strict: true,
  });

test("what it signs over HTTP answers no request, whatever id and task a stranger sends", async () => {
  const miner = await minerAt("http://127.0.0.1:7200");
  await miner.attend();
  const server = await serveMiner(
    { host: "127.0.0.1", port: 0 },
    {
      answer: (question, limit) => miner.answer(question, limit),
      healthy: () => true,
      finished: () => {},
    },
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/infer`;
  const read = { address: at.inferenceDesk, abi: inferenceDeskAbi } as const;
  const place = { chainId: chain.l2.chainId, desk: at.inferenceDesk, subnet: at.subnet };
  try {
    const asked = "the village baker collects vaccines at a wedding in Lagos";
    await chain.give(testAddress("a requester"), REWARD);
    await ask([stringToHex(asked)]);
    const { requestId, taskId } = (await requests()).at(-1)?.args as { requestId: bigint; taskId: Hex };
    for (const task of [asked, "a text of the stranger's choice"])
      for (const id of [taskId, undefined, toHex(requestId, { size: 32 })]) {
        const response = await fetch(url, { method: "POST", body: JSON.stringify({ task, taskId: id }) });
        const { result, signature } = answerSchema.parse(await response.json());
        const refusal = await client
          .simulateContract({
            ...read,
            functionName: "answer",
            args: [requestId, account, result, signature],
          })
          .catch((error: unknown) => error);
        expect(reverted(refusal), `${task} as ${id}`).toBe("BadSignature");
        const signed = { taskId: id ?? taskHashOf(task), task, result, miner: account };
        expect(await signerOf("HttpAnswer", place, signed, signature)).toBe(account);
        const args = [account, signed.taskId, taskHashOf(task), keccak256(result), signature] as const;
        expect(await client.readContract({ ...read, functionName: "isHttpAnswerOf", args })).toBe(true);
      }
    expect(await miner.attend()).toMatchObject({ answered: 1 });
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test("it is asked to sign for requests of its own chain and desk alone", async () => {
  const asked: Asked[] = [];
  const refuse = async (one: Asked) => {
    asked.push(one);
    throw new RangeError("only looked at");
  };
  await chain.give(testAddress("a requester"), REWARD);
  await ask([stringToHex("a jazz trio measures the tide tables")]);
  const sender = chain.sender("a miner");
  const { chainId } = chain.l2;
  await new Desk(client, sender, chainId + 1, refuse).attend(at, 5n);
  expect(asked).toEqual([]);
  await new Desk(client, sender, chainId, refuse).attend(at, 5n);
  expect(asked.at(-1)).toEqual({
    task: "a jazz trio measures the tide tables",
    taskId: (await requests()).at(-1)?.args.taskId,
  });
  await expect(minerAt("http://127.0.0.1:7200").then((miner) => miner.attend())).resolves.toMatchObject({
    answered: 1,
  });
});

test("an answer that the chain refuses is given again, once it takes it", async () => {
  const subnet = { address: at.subnet, abi: subnetAbi } as const;
  const newcomer = await minerAt("http://127.0.0.1:7300", "a newcomer");
  await chain.give(testAddress("a newcomer"), parseEther("1"));
  await chain.give(testAddress("a requester"), REWARD);
  // With the rest of an epoch in which the newcomer takes no part yet.
  const early = async () => {
    const [, phase, left] = await client.readContract({ ...subnet, functionName: "phaseNow" });
    return phase === 0 && left >= 7;
  };
  await until("an epoch to begin", early, { deadline: 60 });
  expect(await newcomer.attend()).toMatchObject({ registered: true });
  await ask([stringToHex("two astronomers sell winter wheat")]);
  const refusal = await newcomer.attend().catch((error: unknown) => error);
  expect(reverted(refusal)).toBe("NotAsked");
  const answers = async () => (await newcomer.attend()).answered === 1;
  await until("the newcomer's answer", answers, { deadline: 60, every: 500 });
});
