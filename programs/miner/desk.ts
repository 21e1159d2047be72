import { encodeFunctionData, type Hex, isAddressEqual, zeroAddress } from "viem";
import { inferenceDeskAbi } from "../../chain/abi/InferenceDesk.ts";
import type { L2Client } from "../../chain/clients.ts";
import { type Answer, type Asked, requestTaskIdOf, taskTextOf } from "../../subnets/inference/answer.ts";
import type { SubnetAddresses } from "../../subnets/addresses.ts";
import { within } from "../../lib/within.ts";
import type { Sender } from "../../subnets/sender.ts";

interface DeskRequest {
  requestId: bigint;
  /** What the desk calls the task, and the task's bytes. */
  taskId: Hex;
  task: Hex;
  deadline: bigint;
}

/** Answers what contracts ask of a miner, or of any. */
export class Desk {
  /** The next block to look at; a start looks at what can still be answered by then. */
  private from: bigint | undefined;
  private open: DeskRequest[] = [];

  constructor(
    private readonly client: L2Client,
    private readonly sender: Sender,
    private readonly chainId: number,
    private readonly answer: (asked: Asked, signal: AbortSignal) => Promise<Answer>,
  ) {}

  /**
   * Looks for requests and delivers answers.
   * @param back blocks to look back at a start: the longest that a request stays open
   * @returns how many answers were delivered
   * @throws the first failure, after every request had its turn: one that fails keeps no other from its answer
   */
  async attend({ inferenceDesk: desk }: SubnetAddresses, back: bigint): Promise<number> {
    const head = await this.client.getBlockNumber();
    const from = this.from ?? (head > back ? head - back : 0n);
    if (from <= head) this.open.push(...(await this.asked(desk, from, head)));
    this.from = head + 1n;
    let delivered = 0;
    const failures: unknown[] = [];
    for (const asked of this.open.splice(0)) {
      if (asked.deadline < head) continue;
      try {
        if (await this.deliver(desk, asked)) delivered++;
      } catch (error) {
        // Tried again until its deadline: the miner may not be of this epoch yet.
        this.open.push(asked);
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return delivered;
  }

  private async asked(desk: Hex, fromBlock: bigint, toBlock: bigint): Promise<DeskRequest[]> {
    const logs = await this.client.getContractEvents({
      address: desk,
      abi: inferenceDeskAbi,
      eventName: "InferenceRequested",
      fromBlock,
      toBlock,
      strict: true,
    });
    const mine = ({ args: { miner } }: (typeof logs)[number]) =>
      isAddressEqual(miner, zeroAddress) || isAddressEqual(miner, this.sender.address);
    return logs.filter(mine).map(({ args: { requestId, taskId, task, deadline } }) => ({
      requestId,
      taskId,
      task,
      deadline,
    }));
  }

  /**
   * @returns whether the answer was delivered by this miner: another one may have been faster, or the task may be none for
   * its model, which time does not mend
   */
  private async deliver(desk: Hex, asked: DeskRequest): Promise<boolean> {
    const read = { address: desk, abi: inferenceDeskAbi } as const;
    const { done } = await this.client.readContract({
      ...read,
      functionName: "requestOf",
      args: [asked.requestId],
    });
    if (done) return false;
    const answer = await this.answerTo(desk, asked);
    if (!answer) return false;
    const { result, signature } = answer;
    const args = [asked.requestId, this.sender.address, result, signature] as const;
    const data = encodeFunctionData({ ...read, functionName: "answer", args });
    try {
      await this.sender.send({ to: desk, data }, `the answer to request ${asked.requestId}`);
      return true;
    } catch (error) {
      const { done: meanwhile } = await this.client.readContract({
        ...read,
        functionName: "requestOf",
        args: [asked.requestId],
      });
      if (meanwhile) return false;
      throw error;
    }
  }

  /**
   * @returns undefined for what is not to be signed: a task that the model cannot work on (anybody may ask a desk for
   * anything), or an id that is not that of this task at this desk of this chain
   */
  private async answerTo(desk: Hex, { requestId, taskId, task }: DeskRequest): Promise<Answer | undefined> {
    if (taskId !== requestTaskIdOf({ chainId: this.chainId, desk }, requestId, task)) return undefined;
    try {
      const question = { taskId, task: taskTextOf(task) };
      return await within(PATIENCE, undefined, (signal) => this.answer(question, signal));
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }
}

/** Milliseconds for the inference itself. */
const PATIENCE = 20_000;
