import type { Address, Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { l2Client } from "../../chain/clients.ts";
import { subnetAbi } from "../../chain/abi/Subnet.ts";
import {
  type Answer,
  type AnswerKind,
  answerSchema,
  type Asked,
  type Question,
  type SigningPlace,
  taskHashOf,
  typedAnswer,
} from "../../subnets/inference/answer.ts";
import { modelOf } from "../../subnets/inference/model.ts";
import { type SubnetAddresses, subnetCalled } from "../../subnets/addresses.ts";
import { Claims } from "../../subnets/claims.ts";
import { bnbSender, type Sender } from "../../subnets/sender.ts";
import { within } from "../../lib/within.ts";
import { type Answering, answering } from "./behaviour.ts";
import { Desk } from "./desk.ts";
import type { Surroundings } from "../common/subnet-host.ts";
import type { Identity } from "./identity.ts";
import { member, registeredIn } from "./membership.ts";

/** What a look at the chain has come to. */
export interface Seen {
  registered: boolean;
  /** TORA that was claimed. */
  claimed: number;
  answered: number;
}

/** One miner: its account, its model, and what it does for them. */
export class Miner {
  /** Whether it has a place in its subnet. */
  registered = false;
  private readonly client;
  private readonly sender: Sender;
  private readonly claims: Claims;
  private readonly desk: Desk;
  private readonly account;
  private subnet: SubnetAddresses | undefined;

  private constructor(
    readonly identity: Identity,
    private readonly around: Surroundings,
    key: Hex,
    private readonly infer: Answering,
  ) {
    this.client = l2Client(around.l2);
    this.sender = bnbSender(key, around.l2, around.signal);
    this.account = privateKeyToAccount(key);
    this.claims = new Claims(this.client, around.emissions, this.sender);
    const answer = (asked: Asked, signal: AbortSignal) => this.signed("DeskAnswer", asked, signal);
    this.desk = new Desk(this.client, this.sender, around.l2.chainId, answer);
  }

  /** Loads the model. */
  static async of(identity: Identity, around: Surroundings, key: Hex): Promise<Miner> {
    const model = await modelOf(identity.model);
    const askAnother = (task: string, signal: AbortSignal) => miner.askAnother(task, signal);
    const infer = answering(identity.behaviour, model, { askAnother, random: Math.random });
    const miner: Miner = new Miner(identity, around, key, infer);
    return miner;
  }

  /** Answers a task of whoever asks over HTTP. @throws RangeError for a task that the model cannot work on */
  answer({ task, taskId = taskHashOf(task) }: Question, signal: AbortSignal): Promise<Answer> {
    return this.signed("HttpAnswer", { task, taskId }, signal);
  }

  private async signed(kind: AnswerKind, { task, taskId }: Asked, signal: AbortSignal): Promise<Answer> {
    const { subnet, account } = this;
    if (!subnet) throw new Error("the subnet is not there yet");
    const result = await this.infer(task, signal);
    const { chainId } = this.around.l2;
    const place: SigningPlace = { chainId, desk: subnet.inferenceDesk, subnet: subnet.subnet };
    const typed = typedAnswer(kind, place, { taskId, task, result, miner: account.address });
    return { result, signature: await account.signTypedData(typed) };
  }

  /** Looks at the chain: registers, claims, answers what contracts have asked. */
  async attend(): Promise<Seen> {
    const { around, client, identity, sender } = this;
    this.subnet = await subnetCalled(client, around.subnetRegistry, identity.subnet);
    if (!this.subnet) return { registered: false, claimed: 0, answered: 0 };
    const { l2, tora } = around;
    this.registered =
      (await member({ client, l2, tora }, this.subnet, sender, identity.endpoint)) !== undefined;
    const { tora: claimed } = await this.claims.claim(this.subnet);
    const answered =
      identity.behaviour === "dead" ? 0 : await this.desk.attend(this.subnet, await this.back());
    return { registered: this.registered, claimed, answered };
  }

  /** Blocks that a request stays open. */
  private async back(): Promise<bigint> {
    const read = { address: this.subnet?.subnet as Address, abi: subnetAbi } as const;
    const epoch = await this.client.readContract({ ...read, functionName: "currentEpoch" });
    const { taskTimeout } = await this.client.readContract({
      ...read,
      functionName: "hyperparametersOf",
      args: [epoch],
    });
    return BigInt(taskTimeout);
  }

  /** What another miner of the subnet answers: the first one that does. */
  private async askAnother(task: string, signal: AbortSignal): Promise<Hex> {
    if (!this.subnet) throw new Error("the subnet is not there yet");
    const others = await registeredIn(this.client, this.subnet);
    const urls = others
      .filter(({ account }) => account !== this.account.address)
      .map(({ endpoint }) => endpoint);
    const asked = (limit: AbortSignal) => Promise.any(urls.map((url) => resultOf(url, task, limit)));
    return within(COPYING, signal, asked);
  }
}

async function resultOf(endpoint: string, task: string, signal: AbortSignal): Promise<Hex> {
  const response = await fetch(`${endpoint}/infer`, {
    method: "POST",
    body: JSON.stringify({ task }),
    signal,
  });
  return answerSchema.parse(await response.json()).result;
}

/** Milliseconds that a copycat waits for others. */
const COPYING = 3000;
