import { type Address, encodeFunctionData, formatEther, parseEventLogs } from "viem";
import { emissionManagerAbi } from "../chain/abi/EmissionManager.ts";
import { subnetConsensusAbi } from "../chain/abi/SubnetConsensus.ts";
import type { L2Client } from "../chain/clients.ts";
import type { SubnetAddresses } from "./addresses.ts";
import type { Sender } from "./sender.ts";

/** Epochs that are looked back at after a start: what is older was claimed long ago, or can be claimed by hand. */
const BACK = 8n;

/** Claims what an account has earned in a subnet, epoch by epoch. */
export class Claims {
  private next: bigint | undefined;

  constructor(
    private readonly client: L2Client,
    private readonly emissions: Address,
    private readonly sender: Sender,
  ) {}

  /** Claims all that is due. @returns TORA that came, and of how many epochs */
  async claim({ id, consensus }: SubnetAddresses): Promise<{ tora: number; epochs: number }> {
    const last = await this.client.readContract({
      address: consensus,
      abi: subnetConsensusAbi,
      functionName: "lastAggregated",
    });
    this.next ??= last > BACK ? last - BACK : 1n;
    let tora = 0;
    let epochs = 0;
    for (; this.next <= last; this.next++) {
      const due = await this.due(id, consensus, this.next);
      if (due === 0n) continue;
      tora += await this.claimOne(id, this.next);
      epochs++;
    }
    return { tora, epochs };
  }

  /** Wei of TORA. */
  private async due(id: bigint, consensus: Address, epoch: bigint): Promise<bigint> {
    const { address: account } = this.sender;
    const manager = { address: this.emissions, abi: emissionManagerAbi } as const;
    const [claimed, pools] = await Promise.all([
      this.client.readContract({ ...manager, functionName: "claimed", args: [id, epoch, account] }),
      this.client.readContract({ ...manager, functionName: "poolsOf", args: [id, epoch] }),
    ]);
    if (claimed || pools.miners + pools.validators === 0n) return 0n;
    const [asMiner, asValidator] = await this.client.readContract({
      address: consensus,
      abi: subnetConsensusAbi,
      functionName: "rewardOf",
      args: [epoch, account, pools.miners, pools.validators],
    });
    return asMiner + asValidator;
  }

  private async claimOne(id: bigint, epoch: bigint): Promise<number> {
    const args = [id, epoch, this.sender.address] as const;
    const data = encodeFunctionData({ abi: emissionManagerAbi, functionName: "claimRewards", args });
    const { logs } = await this.sender.send({ to: this.emissions, data }, `the reward of epoch ${epoch}`);
    const [paid] = parseEventLogs({ abi: emissionManagerAbi, eventName: "RewardClaimed", logs });
    return paid ? Number(formatEther(paid.args.asMiner + paid.args.asValidator)) : 0;
  }
}
