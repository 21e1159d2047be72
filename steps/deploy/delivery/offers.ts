import type { Hex, PrivateKeyAccount } from "viem";
import type { L1Client } from "../../../chain/clients.ts";
import { TensoraError } from "../../../lib/errors.ts";
import type { Journal } from "../../common/journal.ts";
import { currentFees, type Fees, type RecordedFees, raised, recallFees, recordFees } from "./fees.ts";
import type { PlannedTransaction } from "./planned.ts";
import { type SignedTransaction, signPlan } from "./signing.ts";

/** What is signed, with which nonces, and for which chain. */
export interface Offered {
  /** The chain's name for the user, such as `L1`. */
  chain: string;
  client: L1Client;
  chainId: number;
  account: PrivateKeyAccount;
  firstNonce: number;
  /** In the order of their nonces. */
  transactions: readonly PlannedTransaction[];
  /** What the journal is for: fees recorded for another deployment don't count. */
  identity: string;
}

/** Raises by a quarter make fourteen times the first fees: beyond that something else is wrong. */
const MOST_RAISES = 12;

interface Memory {
  for: string;
  /** From the first offer to the last raise. */
  fees: RecordedFees[];
}

/** The signed transactions of a deployment at every level of fees that was ever offered for them. */
export class Offers {
  private readonly fees: Fees[] = [];
  private readonly signed: SignedTransaction[][] = [];

  private constructor(
    private readonly offered: Offered,
    private readonly journal: Journal,
    /** An earlier run's fees were found. */
    readonly remembered: boolean,
  ) {}

  /** Recalls an earlier run's fees, or offers those that the chain takes now. */
  static async open(offered: Offered, journal: Journal): Promise<Offers> {
    const memory = await journal.read<Memory>();
    const known = memory?.for === offered.identity ? memory.fees : [];
    const offers = new Offers(offered, journal, known.length > 0);
    for (const fees of known) await offers.sign(recallFees(fees));
    if (!offers.remembered) await offers.offer(await currentFees(offered.client));
    return offers;
  }

  /** The fees that are offered now. */
  get current(): Fees {
    const fees = this.fees.at(-1);
    if (!fees) throw new Error("nothing was offered");
    return fees;
  }

  /** The bytes to send of the transaction with this index. */
  raw(index: number): Hex {
    const transaction = this.signed.at(-1)?.[index];
    if (!transaction) throw new Error(`transaction ${index} is not signed`);
    return transaction.raw;
  }

  /** Every hash that the transaction with this index may have on the chain, the likeliest first. */
  hashes(index: number): Hex[] {
    return this.signed.flatMap((level) => level[index]?.hash ?? []).toReversed();
  }

  /** Signs everything again with fees that replace the former ones. @throws TensoraError at the last raise */
  async raise(): Promise<void> {
    if (this.fees.length > MOST_RAISES) {
      throw new TensoraError(
        `${this.offered.chain} includes none of the deployment's transactions at ${this.current.maxFeePerGas} wei per gas`,
        {
          where: this.offered.account.address,
          next: ["check the transaction pool of its node, then run again"],
        },
      );
    }
    await this.offer(raised(this.current, await currentFees(this.offered.client)));
  }

  /** Records fees before anything is signed with them: what is sent can always be recognised. */
  private async offer(fees: Fees): Promise<void> {
    const memory: Memory = { for: this.offered.identity, fees: [...this.fees, fees].map(recordFees) };
    await this.journal.write(memory);
    await this.sign(fees);
  }

  private async sign(fees: Fees): Promise<void> {
    const { account, chainId, firstNonce, transactions } = this.offered;
    this.signed.push(await signPlan(account, chainId, firstNonce, transactions, fees));
    this.fees.push(fees);
  }
}
