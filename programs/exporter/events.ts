import { type Address, type ParseEventLogsReturnType, parseAbi, parseEventLogs } from "viem";
import { PREDEPLOYS } from "../../genesis/predeploys.ts";
import { emissionManagerAbi } from "../../chain/abi/EmissionManager.ts";
import { entryPointAbi } from "../../chain/abi/EntryPoint.ts";
import { subnetAbi } from "../../chain/abi/Subnet.ts";
import { toraPaymasterAbi } from "../../chain/abi/ToraPaymaster.ts";
import type { L2Client } from "../../chain/clients.ts";

const PASSER = parseAbi([
  "event MessagePassed(uint256 indexed nonce, address indexed sender, address indexed target, uint256 value, uint256 gasLimit, bytes data, bytes32 withdrawalHash)",
]);
const ABI = [...PASSER, ...entryPointAbi, ...toraPaymasterAbi, ...subnetAbi, ...emissionManagerAbi] as const;

export type L2Event = ParseEventLogsReturnType<typeof ABI, undefined, true>[number];

/** Seconds before the start that are looked through: what happened then has an age, but is not counted. */
const LOOKED_BACK = 3600;
/** Withdrawals may wait for days: so far back they are looked for. */
const WITHDRAWALS_BACK = 14 * 24 * 3600;

/** What happened since the last look. */
export interface Happened {
  /** When the block of an event was made, in seconds since the epoch. */
  timeOf(event: L2Event): number;
  /** Those that were before the exporter's start, and those since. */
  before: L2Event[];
  since: L2Event[];
}

/** Reads what L2's contracts say: one request a round, and two with history at the start. */
export class EventReader {
  /** The last block that was looked at. */
  private last: bigint | undefined;

  constructor(
    private readonly client: Pick<L2Client, "getLogs">,
    private readonly blockTime: number,
  ) {}

  /** @param contracts besides the one by which withdrawals begin */
  async read(head: { number: bigint; timestamp: number }, contracts: readonly Address[]): Promise<Happened> {
    const timeOf = ({ blockNumber }: L2Event) =>
      head.timestamp - Number(head.number - blockNumber) * this.blockTime;
    const passer = PREDEPLOYS.L2ToL1MessagePasser;
    if (this.last !== undefined) {
      const since = await this.logs([passer, ...contracts], this.last + 1n, head.number);
      this.last = head.number;
      return { timeOf, before: [], since };
    }
    const first = (seconds: number) => {
      const back = BigInt(Math.ceil(seconds / this.blockTime));
      return head.number > back ? head.number - back : 0n;
    };
    const [withdrawals, others] = await Promise.all([
      this.logs([passer], first(WITHDRAWALS_BACK), head.number),
      contracts.length === 0 ? [] : this.logs(contracts, first(LOOKED_BACK), head.number),
    ]);
    this.last = head.number;
    return { timeOf, before: [...withdrawals, ...others], since: [] };
  }

  private async logs(address: readonly Address[], fromBlock: bigint, toBlock: bigint): Promise<L2Event[]> {
    // The chain's head may have been taken back.
    if (fromBlock > toBlock) return [];
    const logs = await this.client.getLogs({ address: [...address], fromBlock, toBlock });
    return parseEventLogs({ abi: ABI, logs });
  }
}
