import { type Address, erc20Abi, formatEther } from "viem";
import { toraPaymasterAbi } from "../../../chain/abi/ToraPaymaster.ts";
import type { L2Client } from "../../../chain/clients.ts";
import type { Gas } from "../state.ts";
import { Span } from "./span.ts";

/** L2 blocks back whose operations are counted. */
const REACH = 50_000;
/** Operations that are shown one by one. */
const SHOWN = 6;
/** Gas of a plain transfer. */
const TRANSFER = 21_000n;
const COIN = 10n ** 18n;

/** Gas in TORA: the paymaster's price, its deposit, and the operations that it charged. */
export class GasReader {
  private readonly span = new Span(REACH);
  private operations = 0;
  private failed = 0;
  private charged = 0n;
  private last: Readonly<Gas["last"]> = [];

  constructor(
    private readonly client: L2Client,
    private readonly paymaster: Address,
    private readonly tora: Address,
  ) {}

  async look(): Promise<Gas> {
    const own = { address: this.paymaster, abi: toraPaymasterAbi } as const;
    const balance = { address: this.tora, abi: erc20Abi, functionName: "balanceOf" } as const;
    const [head, gasPrice, [quote, price, deposit, treasury]] = await Promise.all([
      this.client.getBlockNumber(),
      this.client.getGasPrice(),
      this.client.multicall({
        allowFailure: false,
        contracts: [
          { ...own, functionName: "quote" },
          { ...own, functionName: "lastPrice" },
          { ...own, functionName: "depositBalance" },
          { ...balance, args: [this.paymaster] },
        ],
      }),
    ]);
    await this.count(Number(head));
    return {
      paused: quote.paused,
      price: formatEther(price.value),
      rate: formatEther(quote.rate),
      observedAt: Number(price.observedAt),
      validUntil: Number(quote.validUntil),
      deposit: formatEther(deposit),
      treasury: formatEther(treasury),
      // As the paymaster charges, rounded up (ToraPaymaster._tora).
      transfer: formatEther((TRANSFER * gasPrice * quote.rate + COIN - 1n) / COIN),
      operations: this.operations,
      failed: this.failed,
      charged: formatEther(this.charged),
      searched: this.span.searched,
      last: [...this.last],
    };
  }

  private async count(head: number): Promise<void> {
    const part = this.span.next(head);
    if (!part) return;
    const logs = await this.client.getContractEvents({
      address: this.paymaster,
      abi: toraPaymasterAbi,
      eventName: "OperationCharged",
      fromBlock: BigInt(part.from),
      toBlock: BigInt(part.to),
      strict: true,
    });
    this.span.done(part.to);
    for (const { args, transactionHash, blockNumber } of logs) {
      this.operations += 1;
      this.failed += args.failed ? 1 : 0;
      this.charged += args.tora;
      const row = { transaction: transactionHash, l2Block: Number(blockNumber), sender: args.sender };
      const charged = { ...row, tora: formatEther(args.tora), failed: args.failed };
      this.last = [charged, ...this.last].slice(0, SHOWN);
    }
  }
}
