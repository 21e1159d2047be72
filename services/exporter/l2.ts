import { type Address, erc20Abi } from "viem";
import { toraPaymasterAbi } from "../../lib/abi/ToraPaymaster.ts";
import type { ChainEnd } from "../../lib/chain/chains.ts";
import { type L2Client, l2Client } from "../../lib/chain/clients.ts";
import { rpc } from "../../lib/rpc.ts";

/** A head of L2 as op-node says it; the timestamp is in seconds. */
export interface L2Head {
  name: "unsafe" | "safe" | "finalized";
  number: number;
  timestamp: number;
}

export interface L2State {
  heads: L2Head[];
  /** L1 block from which the unsafe head took its deposits last. */
  origin: bigint;
  /** Smallest units of TORA on L2, and wei that the paymaster has with the EntryPoint. */
  supply: bigint;
  deposit: bigint;
  /** When the price that the paymaster charges by was observed, in seconds since the epoch. */
  priceAt: number;
  /** Whether the replica has another block than the sequencer at the lower of their heads; undefined where it is not known. */
  diverged?: boolean;
}

interface Ref {
  number: number;
  timestamp: number;
}
interface SyncStatus {
  unsafe_l2: Ref & { l1origin: { number: number } };
  safe_l2: Ref;
  finalized_l2: Ref;
}

export interface L2Options extends ChainEnd {
  rollupRpcUrl: string;
  tora: Address;
  paymaster: Address;
  /** op-geth of a replica. */
  replicaRpcUrl?: string;
}

/** Reads L2: two requests a round, op-node's status and one multicall; three more where there is a replica. */
export class L2Reader {
  private readonly client;
  private readonly replica: L2Client | undefined;
  private last: number | undefined;

  constructor(private readonly options: L2Options) {
    const { replicaRpcUrl: rpcUrl, chainId } = options;
    this.client = l2Client(options);
    this.replica = rpcUrl === undefined ? undefined : l2Client({ rpcUrl, chainId });
  }

  /** @returns undefined while there is no new block */
  async read(): Promise<L2State | undefined> {
    const { rollupRpcUrl, tora, paymaster } = this.options;
    const status = await rpc<SyncStatus>(rollupRpcUrl, "optimism_syncStatus");
    const { unsafe_l2: unsafe, safe_l2: safe, finalized_l2: finalized } = status;
    if (unsafe.number === this.last) return undefined;
    const diverged = await this.diverged(unsafe.number);
    const [supply, deposit, { observedAt }] = await this.client.multicall({
      allowFailure: false,
      contracts: [
        { address: tora, abi: erc20Abi, functionName: "totalSupply" },
        { address: paymaster, abi: toraPaymasterAbi, functionName: "depositBalance" },
        { address: paymaster, abi: toraPaymasterAbi, functionName: "lastPrice" },
      ],
    });
    this.last = unsafe.number;
    const heads = Object.entries({ unsafe, safe, finalized }).map(([name, { number, timestamp }]) => ({
      name: name as L2Head["name"],
      number,
      timestamp,
    }));
    return {
      heads,
      origin: BigInt(unsafe.l1origin.number),
      supply,
      deposit,
      priceAt: Number(observedAt),
      ...(diverged === undefined ? {} : { diverged }),
    };
  }

  /**
   * Compared where both have a block: a replica may be behind, and a moment ahead of what op-node said. One that does not
   * answer says nothing of itself here: it is down, not wrong.
   * @param head number of the sequencer's
   */
  private async diverged(head: number): Promise<boolean | undefined> {
    const theirHead = await this.replica?.getBlockNumber({ cacheTime: 0 }).catch(() => undefined);
    if (theirHead === undefined) return undefined;
    const blockNumber = theirHead < BigInt(head) ? theirHead : BigInt(head);
    const [ours, theirs] = await Promise.all(
      [this.client, this.replica].map((chain) => chain?.getBlock({ blockNumber }).catch(() => undefined)),
    );
    return ours && theirs && ours.hash !== theirs.hash;
  }
}
