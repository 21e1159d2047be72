import { Counter, Gauge, type Registry } from "prom-client";
import { type Address, isAddressEqual } from "viem";
import { Ages } from "./ages.ts";
import type { Happened, L2Event } from "./events.ts";
import type { Watched } from "./subnets.ts";

const UNIT = 1e18;
const VOTER = ["subnet", "validator"];

interface Vote {
  args: { validator: Address };
}

/** What validators did on chain, whoever runs them. */
export class Votes {
  /** Who committed and has not revealed, by subnet and epoch. */
  private readonly open = new Map<string, Set<Address>>();
  private readonly counters;
  private readonly silent: Gauge;
  /** The last epoch that a validator committed to, by subnet and validator; before that, in which it got its slot. */
  private readonly committed = new Map<string, bigint>();
  private readonly missed: Ages;

  constructor(registry: Registry) {
    const counter = (name: string, help: string, labelNames: string[] = VOTER) =>
      new Counter({ name: `tensora_subnet_${name}`, help, labelNames, registers: [registry] });
    this.counters = {
      commits: counter("commits_total", "Epochs that a validator committed to."),
      reveals: counter("reveals_total", "Epochs whose scores a validator revealed."),
      missed: counter("reveals_missed_total", "Epochs that a validator committed to and did not reveal."),
      slashes: counter("slashings_total", "Times that a validator was slashed."),
      slashed: counter("slashed_tora_total", "Stake that was taken from a validator."),
      epochs: counter("epochs_total", "Epochs that were aggregated.", ["subnet"]),
      emitted: counter("emitted_tora_total", "Emissions of the epochs that were aggregated.", ["subnet"]),
      claimed: counter("claimed_tora_total", "Emissions that were claimed.", ["subnet"]),
    };
    this.silent = new Gauge({
      name: "tensora_subnet_silent_epochs",
      help: "Epochs since a validator with a slot committed, with the one that runs.",
      labelNames: VOTER,
      registers: [registry],
    });
    this.missed = new Ages(
      registry,
      "tensora_subnet_reveal_missed_age_seconds",
      "Since an epoch was closed whose scores a validator committed to and did not reveal.",
      VOTER,
    );
  }

  saw(subnets: readonly Watched[], { before, since, timeOf }: Happened): void {
    for (const event of before) this.follow(subnets, event, timeOf(event), false);
    for (const event of since) this.follow(subnets, event, timeOf(event), true);
    this.silent.reset();
    const seats = new Set(subnets.flatMap(({ name, seated }) => seated.map((who) => `${name} ${who}`)));
    for (const seat of this.committed.keys()) if (!seats.has(seat)) this.committed.delete(seat);
    for (const { name, epoch, seated } of subnets)
      for (const validator of seated) {
        const last = this.committed.get(`${name} ${validator}`) ?? epoch;
        this.committed.set(`${name} ${validator}`, last);
        this.silent.set({ subnet: name, validator }, Number(epoch - last));
      }
  }

  private follow(subnets: readonly Watched[], event: L2Event, at: number, counted: boolean): void {
    if (event.eventName === "Allocated" || event.eventName === "RewardClaimed")
      return counted ? this.paid(subnets, event) : undefined;
    const subnet = subnets.find(({ subnet: address }) => isAddressEqual(address, event.address));
    if (!subnet) return;
    const { name } = subnet;
    const count = (counter: Counter, labels: Record<string, string>, by = 1) => {
      if (counted) counter.inc(labels, by);
    };
    switch (event.eventName) {
      case "ScoresCommitted":
        this.committed.set(`${name} ${event.args.validator}`, event.args.epoch);
        this.voters(name, event.args.epoch).add(event.args.validator);
        return count(this.counters.commits, voter(name, event));
      case "ScoresRevealed":
        this.voters(name, event.args.epoch).delete(event.args.validator);
        return count(this.counters.reveals, voter(name, event));
      case "ValidatorSlashed":
        count(this.counters.slashes, voter(name, event));
        return count(this.counters.slashed, voter(name, event), Number(event.args.amount) / UNIT);
      case "AggregationBegun":
        for (const validator of this.voters(name, event.args.epoch)) {
          this.missed.set(at, { subnet: name, validator });
          count(this.counters.missed, { subnet: name, validator });
        }
        this.open.delete(`${name} ${event.args.epoch}`);
        return;
      case "EpochAggregated":
        return count(this.counters.epochs, { subnet: name });
    }
  }

  private paid(subnets: readonly Watched[], { eventName, args }: L2Event): void {
    if (eventName !== "Allocated" && eventName !== "RewardClaimed") return;
    const subnet = subnets.find(({ id }) => id === args.subnetId)?.name;
    if (subnet === undefined) return;
    if (eventName === "Allocated") this.counters.emitted.inc({ subnet }, Number(args.budget) / UNIT);
    else this.counters.claimed.inc({ subnet }, Number(args.asMiner + args.asValidator) / UNIT);
  }

  private voters(subnet: string, epoch: bigint): Set<Address> {
    const key = `${subnet} ${epoch}`;
    const voters = this.open.get(key) ?? new Set();
    this.open.set(key, voters);
    return voters;
  }
}

const voter = (subnet: string, { args }: Vote) => ({ subnet, validator: args.validator });
