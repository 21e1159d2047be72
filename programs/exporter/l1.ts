import { type Address, erc20Abi } from "viem";
import { l2OutputOracleAbi } from "../../chain/abi/L2OutputOracle.ts";
import { optimismPortalAbi } from "../../chain/abi/OptimismPortal.ts";
import type { ChainEndpoint } from "../../chain/chains.ts";
import { type L1Client, l1Client } from "../../chain/clients.ts";
import { BALANCES } from "./units.ts";
import { ReorgWatch } from "./reorg.ts";

export interface L1State {
  number: bigint;
  /** Seconds since the epoch. */
  timestamp: number;
  /** Wei. */
  baseFee: bigint;
  batcher: { balance: bigint; nonce: number };
  proposer: bigint;
  output: Output;
  /** Smallest units of TORA that the bridge holds, on stacks with the protocol. */
  escrow?: bigint;
  /** Deposits that L2 has not taken over, and when the oldest was made; undefined while L2's origin is not known. */
  pending?: { count: number; oldest?: number };
}

/** The last output's L2 block and when it was posted; before the first, where L2 starts. */
interface Output {
  l2Block: bigint;
  at: number;
  /** Seconds since the one before it. */
  interval?: number;
}

export interface L1Options extends ChainEndpoint {
  multicall: Address;
  batcher: Address;
  proposer: Address;
  l2OutputOracle: Address;
  portal: Address;
  bridge: Address;
  wtora?: Address;
}

/** Blocks back that are searched for deposits at most, since nodes limit the range. */
const SEARCHED = 1000n;

/** Reads L1: the head, one multicall, the batcher's nonce and the deposits after L2's origin, once a block. */
export class L1Reader {
  readonly client: L1Client;
  private last: string | undefined;
  private output: (Output & { key: string }) | undefined;
  readonly reorgs: ReorgWatch;

  constructor(private readonly options: L1Options) {
    this.client = l1Client(options, { Multicall3: options.multicall });
    this.reorgs = new ReorgWatch((blockHash) => this.client.getBlock({ blockHash }));
  }

  /** @param origin L2's last L1 origin @returns undefined while there is no new block */
  async read(origin: bigint | undefined): Promise<L1State | undefined> {
    const head = await this.client.getBlock();
    if (head.hash === this.last) return undefined;
    await this.reorgs.saw(head, Date.now() / 1000);
    const [figures, nonce, pending] = await Promise.all([
      this.figures(),
      this.client.getTransactionCount({ address: this.options.batcher }),
      origin === undefined ? undefined : this.pending(origin, head.number),
    ]);
    const [[batcher, proposer, l2Block, count, start], escrow] = figures;
    const output = await this.outputOf(count, l2Block, start);
    this.last = head.hash;
    return {
      number: head.number,
      timestamp: Number(head.timestamp),
      baseFee: head.baseFeePerGas ?? 0n,
      batcher: { balance: batcher, nonce },
      proposer,
      output,
      ...(escrow === undefined ? {} : { escrow }),
      ...(pending ? { pending } : {}),
    };
  }

  private figures() {
    const { multicall, batcher, proposer, bridge, wtora, l2OutputOracle } = this.options;
    const balance = { address: multicall, abi: BALANCES, functionName: "getEthBalance" } as const;
    const oracle = { address: l2OutputOracle, abi: l2OutputOracleAbi } as const;
    return Promise.all([
      this.client.multicall({
        allowFailure: false,
        contracts: [
          { ...balance, args: [batcher] },
          { ...balance, args: [proposer] },
          { ...oracle, functionName: "latestBlockNumber" },
          { ...oracle, functionName: "nextOutputIndex" },
          { ...oracle, functionName: "startingTimestamp" },
        ],
      }),
      wtora === undefined
        ? undefined
        : this.client.readContract({
            address: wtora,
            abi: erc20Abi,
            functionName: "balanceOf",
            args: [bridge],
          }),
    ]);
  }

  /** The last output and the one before it: asked for once an output. */
  private async outputOf(count: bigint, l2Block: bigint, start: bigint): Promise<Output> {
    if (count === 0n) return { l2Block, at: Number(start) };
    const key = `${count} ${l2Block}`;
    if (this.output?.key === key) return this.output;
    const oracle = { address: this.options.l2OutputOracle, abi: l2OutputOracleAbi } as const;
    const indices = count === 1n ? [0n] : [count - 1n, count - 2n];
    const [last, previous] = await this.client.multicall({
      allowFailure: false,
      contracts: indices.map((index) => ({ ...oracle, functionName: "getL2Output", args: [index] }) as const),
    });
    const at = Number(last?.timestamp ?? start);
    this.output = { key, l2Block, at, ...(previous ? { interval: at - Number(previous.timestamp) } : {}) };
    return this.output;
  }

  /** L2 takes all deposits of an L1 block over in the first block with that origin: those of later blocks are pending. */
  private async pending(origin: bigint, head: bigint): Promise<{ count: number; oldest?: number }> {
    if (head <= origin) return { count: 0 };
    const fromBlock = head - origin > SEARCHED ? head - SEARCHED : origin + 1n;
    const logs = await this.client.getContractEvents({
      address: this.options.portal,
      abi: optimismPortalAbi,
      eventName: "TransactionDeposited",
      fromBlock,
      toBlock: head,
    });
    const [oldest] = logs;
    if (!oldest) return { count: 0 };
    const { timestamp } = await this.client.getBlock({ blockNumber: oldest.blockNumber });
    return { count: logs.length, oldest: Number(timestamp) };
  }
}
