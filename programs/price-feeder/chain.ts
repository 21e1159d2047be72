import { type Address, type Hash, type Hex, parseAbi } from "viem";
import { pairPriceSourceAbi } from "../../chain/abi/PairPriceSource.ts";
import { postedAggregatorAbi } from "../../chain/abi/PostedAggregator.ts";
import { toraPaymasterAbi } from "../../chain/abi/ToraPaymaster.ts";
import { plainL2Chain } from "../../chain/chains.ts";
import { l2Client, wallet } from "../../chain/clients.ts";
import type { FeedState } from "./plan.ts";

export interface ChainOptions {
  rpcUrl: string;
  chainId: number;
  paymaster: Address;
  aggregator?: Address;
  keys: { feeder: Hex; operator: Hex };
}

/** IPriceSource: what every source of the paymaster's offers. */
const SOURCE = parseAbi(["function observe() returns (uint256 price, uint256 observedAt)"]);
/** Milliseconds until a transaction must be mined. */
const PATIENCE = 30_000;

/** Reads and writes what the price feeder and the keeper are for. */
export class Chain {
  private readonly client;
  private readonly feeder;
  private readonly operator;

  constructor(private readonly options: ChainOptions) {
    const { rpcUrl, chainId, keys } = options;
    const chain = plainL2Chain({ rpcUrl, chainId });
    this.client = l2Client({ rpcUrl, chainId });
    this.feeder = wallet(keys.feeder, chain);
    this.operator = wallet(keys.operator, chain);
  }

  async read(): Promise<FeedState> {
    const { paymaster: address, aggregator } = this.options;
    const abi = toraPaymasterAbi;
    const [block, price, source, deposit, operatorBalance, round] = await Promise.all([
      this.client.getBlock(),
      this.client.readContract({ address, abi, functionName: "lastPrice" }),
      this.observed(),
      this.client.readContract({ address, abi, functionName: "depositBalance" }),
      this.client.getBalance({ address: this.operator.account.address }),
      aggregator &&
        this.client.readContract({
          address: aggregator,
          abi: postedAggregatorAbi,
          functionName: "latestRoundData",
        }),
    ]);
    return {
      now: Number(block.timestamp),
      price: price.value,
      observedAt: Number(price.observedAt),
      ...(source === undefined ? {} : { source }),
      ...(round ? { posted: { answer: round[1], updatedAt: Number(round[3]) } } : {}),
      deposit,
      operatorBalance,
    };
  }

  /** What the paymaster's source would answer now. */
  private async observed(): Promise<bigint | undefined> {
    const address = await this.source();
    try {
      const call = {
        address,
        abi: SOURCE,
        functionName: "observe",
        account: this.options.paymaster,
      } as const;
      return (await this.client.simulateContract(call)).result[0];
    } catch {
      return undefined;
    }
  }

  private source(): Promise<Address> {
    const { paymaster: address } = this.options;
    return this.client.readContract({ address, abi: toraPaymasterAbi, functionName: "priceSource" });
  }

  /** Has a source observe anew that does so on request: a pair's average. @returns whether it did */
  async record(): Promise<boolean> {
    const call = { address: await this.source(), abi: pairPriceSourceAbi, functionName: "record" } as const;
    try {
      const { result, request } = await this.client.simulateContract({
        ...call,
        account: this.feeder.account,
      });
      if (result) await this.mined(await this.feeder.writeContract(request));
      return result;
    } catch {
      return false;
    }
  }

  /** Posts an answer to the feed. */
  async post(answer: bigint): Promise<void> {
    const { aggregator: address } = this.options;
    if (address === undefined) throw new Error("no price feed is set to post to");
    const call = { address, abi: postedAggregatorAbi, functionName: "post", args: [answer] } as const;
    await this.mined(await this.feeder.writeContract(call));
  }

  /** Has the paymaster take over its source's price. @returns whether it did: a great move is for its operator */
  async update(): Promise<boolean> {
    const call = {
      address: this.options.paymaster,
      abi: toraPaymasterAbi,
      functionName: "updatePrice",
    } as const;
    const { result, request } = await this.client.simulateContract({ ...call, account: this.feeder.account });
    await this.mined(await this.feeder.writeContract(request));
    return result;
  }

  /** Adds to the deposit. @param value in wei */
  async topUp(value: bigint): Promise<void> {
    const call = {
      address: this.options.paymaster,
      abi: toraPaymasterAbi,
      functionName: "deposit",
      value,
    } as const;
    await this.mined(await this.operator.writeContract(call));
  }

  /** @throws Error when it reverted, or is not mined in time: the next look begins from what the chain says then */
  private async mined(hash: Hash): Promise<void> {
    const { status } = await this.client.waitForTransactionReceipt({ hash, timeout: PATIENCE });
    if (status !== "success") throw new Error(`transaction ${hash} reverted`);
  }
}
