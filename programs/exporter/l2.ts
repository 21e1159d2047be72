import { type Address, erc20Abi, parseAbi } from "viem";
import { PREDEPLOYS } from "../../genesis/predeploys.ts";
import { BALANCES } from "./units.ts";
import { toraPaymasterAbi } from "../../chain/abi/ToraPaymaster.ts";
import { CANONICAL_MULTICALL3, type ChainEndpoint } from "../../chain/chains.ts";
import { type L2Client, l2Client } from "../../chain/clients.ts";
import { syncStatus } from "../../chain/sync-status.ts";

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
  /** Wei that users have paid since genesis, by what for. */
  fees: Record<keyof typeof VAULTS, bigint>;
  /** On stacks with the protocol. */
  protocol?: {
    /** Smallest units of TORA on L2, and wei that the paymaster has with the EntryPoint. */
    supply: bigint;
    deposit: bigint;
    /** When the price that the paymaster charges by was observed, in seconds since the epoch. */
    priceAt: number;
  };
  /** Whether the replica has another block than the sequencer at the lower of their heads; undefined where it is not known. */
  diverged?: boolean;
}

export interface L2Options extends ChainEndpoint {
  rollupRpcUrl: string;
  /** On stacks with the protocol, both. */
  tora?: Address;
  paymaster?: Address;
  /** op-geth of a replica. */
  replicaRpcUrl?: string;
}

/** Where fees are gathered; what was withdrawn from there is counted by the contract itself. */
const VAULTS = {
  l1: PREDEPLOYS.L1FeeVault,
  base: PREDEPLOYS.BaseFeeVault,
  sequencer: PREDEPLOYS.SequencerFeeVault,
  operator: PREDEPLOYS.OperatorFeeVault,
} as const;
const VAULT = parseAbi(["function totalProcessed() view returns (uint256)"]);

/** Reads L2: op-node's status and multicalls, once a block; three requests more where there is a replica. */
export class L2Reader {
  readonly client: L2Client;
  private readonly replica: L2Client | undefined;
  private last: number | undefined;

  constructor(private readonly options: L2Options) {
    const { replicaRpcUrl: rpcUrl, chainId } = options;
    this.client = l2Client(options);
    this.replica = rpcUrl === undefined ? undefined : l2Client({ rpcUrl, chainId });
  }

  /** @returns undefined while there is no new block */
  async read(): Promise<L2State | undefined> {
    const status = await syncStatus(this.options.rollupRpcUrl);
    const { unsafe_l2: unsafe, safe_l2: safe, finalized_l2: finalized } = status;
    if (unsafe.number === this.last) return undefined;
    const diverged = await this.diverged(unsafe.number);
    const [fees, protocol] = await Promise.all([this.fees(), this.protocol()]);
    this.last = unsafe.number;
    const heads = Object.entries({ unsafe, safe, finalized }).map(([name, { number, timestamp }]) => ({
      name: name as L2Head["name"],
      number,
      timestamp,
    }));
    return {
      heads,
      origin: BigInt(unsafe.l1origin.number),
      fees,
      ...(protocol ? { protocol } : {}),
      ...(diverged === undefined ? {} : { diverged }),
    };
  }

  /** A vault that has no implementation yet, as the operator's before its fork, has gathered nothing. */
  private async fees(): Promise<L2State["fees"]> {
    const names = Object.keys(VAULTS) as (keyof typeof VAULTS)[];
    const balance = { address: CANONICAL_MULTICALL3, abi: BALANCES, functionName: "getEthBalance" } as const;
    const vault = { abi: VAULT, functionName: "totalProcessed" } as const;
    const [held, taken] = await Promise.all([
      this.client.multicall({
        allowFailure: false,
        contracts: names.map((name) => ({ ...balance, args: [VAULTS[name]] }) as const),
      }),
      this.client.multicall({ contracts: names.map((name) => ({ ...vault, address: VAULTS[name] })) }),
    ]);
    const sums = names.map((name, index) => [name, (held[index] ?? 0n) + (taken[index]?.result ?? 0n)]);
    return Object.fromEntries(sums) as L2State["fees"];
  }

  private async protocol(): Promise<L2State["protocol"]> {
    const { tora, paymaster } = this.options;
    if (tora === undefined || paymaster === undefined) return undefined;
    const [supply, deposit, { observedAt }] = await this.client.multicall({
      allowFailure: false,
      contracts: [
        { address: tora, abi: erc20Abi, functionName: "totalSupply" },
        { address: paymaster, abi: toraPaymasterAbi, functionName: "depositBalance" },
        { address: paymaster, abi: toraPaymasterAbi, functionName: "lastPrice" },
      ],
    });
    return { supply, deposit, priceAt: Number(observedAt) };
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
