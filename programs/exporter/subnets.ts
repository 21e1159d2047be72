import { Gauge, type Registry } from "prom-client";
import type { Address } from "viem";
import { emissionManagerAbi } from "../../chain/abi/EmissionManager.ts";
import { stakePoolAbi } from "../../chain/abi/StakePool.ts";
import { subnetAbi } from "../../chain/abi/Subnet.ts";
import { subnetConsensusAbi } from "../../chain/abi/SubnetConsensus.ts";
import { subnetRegistryAbi } from "../../chain/abi/SubnetRegistry.ts";
import type { L2Client } from "../../chain/clients.ts";
import { type SubnetAddresses, subnetsOf } from "../../subnets/addresses.ts";
import { bitsOf } from "../../subnets/bits.ts";
import { coins } from "./units.ts";

export interface SubnetContracts {
  registry: Address;
  emissions: Address;
}

/** A subnet with who has a slot in its epoch. */
export interface Watched extends SubnetAddresses {
  epoch: bigint;
  seated: readonly Address[];
}

/** Reads where the subnets are: one multicall a round, and three reads of each subnet an epoch. */
export class SubnetReader {
  /** All that the registry has, also those that are no more. */
  private known: SubnetAddresses[] = [];
  private watched = new Map<bigint, Watched>();
  private readonly gauges;

  constructor(
    private readonly client: L2Client,
    private readonly contracts: SubnetContracts,
    private readonly blockTime: number,
    registry: Registry,
  ) {
    const gauge = (name: string, help: string) =>
      new Gauge({ name: `tensora_subnet_${name}`, help, labelNames: ["subnet"], registers: [registry] });
    this.gauges = {
      epoch: gauge("epoch", "The current epoch."),
      phase: gauge("phase", "0 query, 1 commit, 2 reveal, 3 aggregate."),
      blocksLeft: gauge("phase_blocks_left", "Blocks left in the phase after this one."),
      behind: gauge("epochs_not_aggregated", "Epochs that have ended but are not aggregated."),
      weight: gauge("emission_weight", "The subnet's weight in the distribution of emissions."),
      owed: gauge("owed_tora", "Emissions owed to the subnet because the emission manager lacked TORA."),
      length: gauge("epoch_seconds", "How long an epoch lasts."),
      seats: gauge("validators", "Validators with a slot."),
    };
  }

  /** @returns the subnets that are not retired */
  async read(): Promise<readonly Watched[]> {
    const { registry, emissions } = this.contracts;
    if (this.known.length === 0) await this.refresh();
    const manager = { address: emissions, abi: emissionManagerAbi } as const;
    const running = this.known.filter(({ retired }) => !retired);
    const [count, ...read] = await Promise.all([
      this.client.readContract({ address: registry, abi: subnetRegistryAbi, functionName: "count" }),
      ...running.map(async (at) => {
        const [now, aggregated, account] = await this.client.multicall({
          allowFailure: false,
          contracts: [
            { address: at.subnet, abi: subnetAbi, functionName: "phaseNow" },
            { address: at.consensus, abi: subnetConsensusAbi, functionName: "lastAggregated" },
            { ...manager, functionName: "accountOf", args: [at.id] },
          ],
        });
        return { at, now, aggregated, account };
      }),
    ]);
    for (const { at, now, aggregated, account } of read) {
      const [epoch, phase, blocksLeft] = now;
      const labels = { subnet: at.name };
      this.gauges.epoch.set(labels, Number(epoch));
      this.gauges.phase.set(labels, phase);
      this.gauges.blocksLeft.set(labels, blocksLeft);
      this.gauges.behind.set(labels, Math.max(0, Number(epoch - 1n - aggregated)));
      this.gauges.weight.set(labels, Number(account.weight));
      this.gauges.owed.set(labels, coins(account.owed));
      if (this.watched.get(at.id)?.epoch !== epoch) await this.atEpoch(at, epoch);
    }
    if (Number(count) !== this.known.length) await this.refresh();
    return [...this.watched.values()];
  }

  /** What changes with the epoch: who has a slot, how long it lasts, and whether the subnet goes on. */
  private async atEpoch(at: SubnetAddresses, epoch: bigint): Promise<void> {
    const pool = { address: at.stakePool, abi: stakePoolAbi } as const;
    const [[members], { phases }] = await this.client.multicall({
      allowFailure: false,
      contracts: [
        { ...pool, functionName: "roster", args: [epoch] },
        { address: at.subnet, abi: subnetAbi, functionName: "hyperparametersOf", args: [epoch] },
      ],
    });
    const slots = bitsOf(members);
    const [accounts] = await this.client.readContract({
      ...pool,
      functionName: "voicesOf",
      args: [epoch, BigInt((slots.at(-1) ?? -1) + 1)],
    });
    const seated = slots.flatMap((slot) => accounts[slot] ?? []);
    this.gauges.length.set({ subnet: at.name }, phases.length * this.blockTime);
    this.gauges.seats.set({ subnet: at.name }, seated.length);
    this.watched.set(at.id, { ...at, epoch, seated });
    await this.refresh();
  }

  private async refresh(): Promise<void> {
    this.known = await subnetsOf(this.client, this.contracts.registry);
    for (const { id, name, retired } of this.known) {
      if (!retired || !this.watched.delete(id)) continue;
      for (const gauge of Object.values(this.gauges)) gauge.remove({ subnet: name });
    }
  }
}
