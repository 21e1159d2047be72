import type { TransactionReceipt } from "viem";
import { urlOf } from "../../../chain/chains.ts";
import { TensoraError } from "../../../lib/errors.ts";
import { until } from "../../../lib/wait.ts";
import type { StepContext } from "../../common/step.ts";
import { revertError, usedBy } from "./failure.ts";
import { type Offered, Offers } from "./offers.ts";
import type { PlannedTransaction } from "./planned.ts";
import { type Refusal, refusalOf, refusalText } from "./refusal.ts";

export interface Delivery extends Offered {
  /** What is deployed, such as `the settlement layer`. */
  of: string;
  /** A block before the first transaction. */
  since: number;
  /** Seconds until the last transaction must be mined. */
  deadline: number;
  /** Seconds without an answer after which the node is given up; one that starts again takes less. */
  silence?: number;
}

export interface Delivered {
  /** In the order of the transactions. */
  receipts: TransactionReceipt[];
  /** Transactions that this run had to send. */
  sent: number;
}

/** The part of a block's gas that the deployment asks for at once: the rest is left to others. */
const BLOCK_SHARE_PERCENT = 60n;
/** Without progress for this many blocks and seconds everything is sent again, in case the node forgot it. */
const FORGOTTEN = { blocks: 2, seconds: 2 };
/** Without progress for this many blocks and seconds the fees are raised. */
const STUCK = { blocks: 6, seconds: 10 };
/** Seconds without an answer, by default: two requests with their repetitions, and some more. */
const SILENCE = 100;
/** Seconds for a node to know the receipt of a transaction whose nonce it says is used. */
const RECEIPT_PATIENCE = 3;

/**
 * Gets every transaction mined with its fixed nonce, whatever an earlier run has sent already.
 * @throws TensoraError naming the transaction that failed, the foreign one that used a nonce, or the node that is silent
 */
export async function deliver(delivery: Delivery, context: StepContext): Promise<Delivered> {
  const courier = new Courier(delivery, await Offers.open(delivery, context.journal), context);
  let failure: Error | undefined;
  let answered = performance.now();
  const look = async () => {
    try {
      const done = await courier.advance();
      answered = performance.now();
      return done;
    } catch (error) {
      // other errors are the node's, which may be starting again
      if (error instanceof TensoraError) failure = error;
      else if (performance.now() - answered > (delivery.silence ?? SILENCE) * 1000)
        failure = silent(delivery, error);
      throw error;
    }
  };
  await until(`${delivery.transactions.length} transactions of ${delivery.of}`, look, {
    deadline: delivery.deadline,
    every: 50,
    signal: context.signal,
    giveUp: () => failure,
  });
  return courier.delivered();
}

/** A point in the chain's time and in ours. */
interface Moment {
  block: bigint;
  time: number;
}

class Courier {
  private readonly receipts: TransactionReceipt[] = [];
  /** Indices of what the node should have. */
  private readonly held = new Set<number>();
  /** Indices of what this run sent at least once. */
  private readonly sent = new Set<number>();
  /** The block at which transactions were sent last. */
  private seen: bigint | undefined;
  private progress: Moment = { block: 0n, time: performance.now() };
  private resent: Moment = this.progress;

  constructor(
    private readonly delivery: Delivery,
    private readonly offers: Offers,
    private readonly context: StepContext,
  ) {}

  delivered(): Delivered {
    return { receipts: this.receipts, sent: this.sent.size };
  }

  /** One look at the chain: takes in what was mined and sends what is missing. @returns whether all is mined */
  async advance(): Promise<boolean> {
    const { client, account, firstNonce, transactions } = this.delivery;
    const [head, count] = await Promise.all([
      client.getBlock(),
      client.getTransactionCount({ address: account.address, blockTag: "latest" }),
    ]);
    if (count < firstNonce) throw lostTransactions(this.delivery, count);
    const mined = Math.min(count - firstNonce, transactions.length);
    await this.takeIn(mined, head.number);
    if (this.receipts.length === transactions.length) return true;
    if (mined < transactions.length && head.number !== this.seen) {
      if (this.seen === undefined) await this.begin(head.number);
      this.seen = head.number;
      await this.unblock(head.number);
      await this.send(mined, (head.gasLimit * BLOCK_SHARE_PERCENT) / 100n);
    }
    return false;
  }

  /** Before the first sending: asks for the whole cost, because half a deployment is worth nothing. */
  private async begin(block: bigint): Promise<void> {
    this.moved(block);
    const { client, account, transactions } = this.delivery;
    const { maxFeePerGas } = this.offers.current;
    const cost = transactions
      .slice(this.receipts.length)
      .reduce((sum, { gas, value = 0n }) => sum + gas * maxFeePerGas + value, 0n);
    const balance = await client.getBalance({ address: account.address });
    if (balance >= cost) return;
    throw new TensoraError(`the deployment may cost ${cost} wei, but the deployer has ${balance}`, {
      where: account.address,
      next: [`send the deployer the difference on ${this.delivery.chain}, then run again`],
    });
  }

  private moved(block: bigint): void {
    this.progress = { block, time: performance.now() };
    this.resent = this.progress;
  }

  /** Collects the receipts of the first `mined` transactions. */
  private async takeIn(mined: number, head: bigint): Promise<void> {
    const { transactions } = this.delivery;
    const first = this.receipts.length;
    const news = transactions.slice(first, mined);
    if (news.length === 0) return;
    const found = await Promise.all(news.map((_, i) => this.receiptOf(first + i)));
    for (const [i, transaction] of news.entries()) {
      const receipt = found[i] ?? (await this.unrecognised(first + i, transaction));
      if (!receipt) return;
      if (receipt.status !== "success") throw await revertError(this.delivery, transaction, receipt);
      this.receipts.push(receipt);
      this.moved(head);
    }
    this.context.log(`${this.receipts.length} of ${transactions.length} transactions mined`);
  }

  private async receiptOf(index: number): Promise<TransactionReceipt | undefined> {
    for (const hash of this.offers.hashes(index)) {
      try {
        return await this.delivery.client.getTransactionReceipt({ hash });
      } catch (error) {
        if ((error as Error).name !== "TransactionReceiptNotFoundError") throw error;
      }
    }
    return undefined;
  }

  /** A nonce is used, but none of our hashes is known: after a while, looks for what used it. */
  private async unrecognised(index: number, transaction: PlannedTransaction) {
    const { client, firstNonce } = this.delivery;
    const ours = this.offers.remembered || this.sent.size > 0;
    if (ours && secondsSince(this.progress) < RECEIPT_PATIENCE) return undefined;
    const hash = await usedBy(this.delivery, firstNonce + index, transaction);
    return client.getTransactionReceipt({ hash });
  }

  /** Sends again what a node may have forgotten, and raises the fees of what does not move. */
  private async unblock(block: bigint): Promise<void> {
    if (passed(this.progress, block, STUCK)) {
      this.moved(block);
      await this.raise();
    } else if (passed(this.resent, block, FORGOTTEN)) {
      this.resent = { block, time: performance.now() };
      this.held.clear();
    }
  }

  private async raise(): Promise<void> {
    await this.offers.raise();
    this.held.clear();
    this.context.log(`fee raised to at most ${this.offers.current.maxFeePerGas} wei per gas`);
  }

  /** Sends what is missing from `first` on, as far as it fits the budget of gas; the first always does. */
  private async send(first: number, budget: bigint): Promise<void> {
    let room = budget;
    const due: number[] = [];
    for (const [index, { gas }] of this.delivery.transactions.entries()) {
      if (index < first) continue;
      room -= gas;
      if (room < 0n && index > first) break;
      if (!this.held.has(index)) due.push(index);
    }
    const refusals = await Promise.all(due.map((index) => this.sendOne(index)));
    // the next block's look sends at the new fees: one raise a block at most
    if (refusals.includes("underpriced")) await this.raise();
  }

  private async sendOne(index: number): Promise<Refusal | undefined> {
    const { chain, client, transactions } = this.delivery;
    this.context.signal.throwIfAborted();
    try {
      await client.sendRawTransaction({ serializedTransaction: this.offers.raw(index) });
      this.sent.add(index);
      this.held.add(index);
      return undefined;
    } catch (error) {
      const refusal = refusalOf(error);
      const words = `"${transactions[index]?.what}": ${refusalText(error)}`;
      if (refusal === "hopeless") throw new TensoraError(`${chain} rejects ${words}`, { cause: error });
      if (refusal === "had") this.held.add(index);
      else this.context.log(words);
      return refusal;
    }
  }
}

const secondsSince = ({ time }: Moment) => (performance.now() - time) / 1000;

const passed = (since: Moment, block: bigint, limit: typeof STUCK) =>
  block - since.block >= limit.blocks && secondsSince(since) >= limit.seconds;

const silent = ({ chain, client, of, silence = SILENCE }: Delivery, cause: unknown) =>
  new TensoraError(`${chain} has not answered for ${silence} s while deploying ${of}`, {
    where: urlOf(client.chain),
    next: [
      `check that its node runs, then run again: the deployment of ${of} continues after the transactions already mined`,
    ],
    cause,
  });

const lostTransactions = ({ account, chain, firstNonce }: Delivery, count: number) =>
  new TensoraError(
    `the deployer has ${count} transactions on ${chain}, fewer than the ${firstNonce} when the deployment was planned`,
    {
      where: account.address,
      next: [`${chain} lost blocks or is another chain: destroy the stack and create it again`],
    },
  );
