import { Counter, Gauge, type Registry } from "prom-client";
import { type Address, isAddressEqual } from "viem";
import { Ages } from "./ages.ts";
import type { Happened, L2Event } from "./events.ts";
import type { Watched } from "./subnets.ts";
import { coins } from "./units.ts";

const VOTER = ["subnet", "validator"];
/** Epochs whose voters are known: they may be aggregated late. */
const KEPT = 100n;

/** What validators did on chain, whoever runs them. */
export class Votes {
  /** Who committed and has not revealed, by epoch and subnet. */
  private readonly open = new Map<string, Map<bigint, Set<Address>>>();
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
      missed: counter("reveals_missed_total", "Epochs that a validator committed to but did not reveal."),
      slashes: counter("slashings_total", "Times that a validator was slashed."),
      slashed: counter("slashed_tora_total", "Stake that was taken from a validator."),
      epochs: counter("epochs_total", "Epochs that were aggregated.", ["subnet"]),
      emitted: counter("emitted_tora_total", "Emissions of the epochs that were aggregated.", ["subnet"]),
      claimed: counter("claimed_tora_total", "Emissions that were claimed.", ["subnet"]),
    };
    this.silent = new Gauge({
      name: "tensora_subnet_silent_epochs",
      help: "Epochs since a validator with a slot last committed, including the current one.",
      labelNames: VOTER,
      registers: [registry],
    });
    this.missed = new Ages(
      registry,
      "tensora_subnet_reveal_missed_age_seconds",
      "Time since a validator last failed to reveal scores that it had committed to.",
      VOTER,
    );
  }

  saw(subnets: readonly Watched[], { before, since, timeOf }: Happened): void {
    for (const event of before) this.follow(subnets, event, timeOf(event));
    for (const event of since) {
      this.follow(subnets, event, timeOf(event));
      this.count(subnets, event);
    }
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

  /** Who is silent and who has missed a reveal. */
  private follow(subnets: readonly Watched[], event: L2Event, at: number): void {
    const subnet = nameOf(subnets, event);
    if (subnet === undefined) return;
    const { eventName, args } = event;
    if (eventName === "ScoresCommitted") {
      this.committed.set(`${subnet} ${args.validator}`, args.epoch);
      this.voters(subnet, args.epoch).add(args.validator);
    } else if (eventName === "ScoresRevealed") this.voters(subnet, args.epoch).delete(args.validator);
    else if (eventName === "AggregationBegun") {
      for (const validator of this.voters(subnet, args.epoch)) this.missed.set(at, { subnet, validator });
    }
  }

  private count(subnets: readonly Watched[], event: L2Event): void {
    const subnet = nameOf(subnets, event);
    if (subnet === undefined) return;
    const { commits, reveals, missed, slashes, slashed, epochs, emitted, claimed } = this.counters;
    const { eventName, args } = event;
    if (eventName === "ScoresCommitted") commits.inc({ subnet, validator: args.validator });
    else if (eventName === "ScoresRevealed") reveals.inc({ subnet, validator: args.validator });
    else if (eventName === "ValidatorSlashed") {
      slashes.inc({ subnet, validator: args.validator });
      slashed.inc({ subnet, validator: args.validator }, coins(args.amount));
    } else if (eventName === "AggregationBegun") {
      for (const validator of this.voters(subnet, args.epoch)) missed.inc({ subnet, validator });
    } else if (eventName === "EpochAggregated") epochs.inc({ subnet });
    else if (eventName === "Allocated") emitted.inc({ subnet }, coins(args.budget));
    else if (eventName === "RewardClaimed") claimed.inc({ subnet }, coins(args.asMiner + args.asValidator));
  }

  private voters(subnet: string, epoch: bigint): Set<Address> {
    const epochs = this.open.get(subnet) ?? new Map<bigint, Set<Address>>();
    this.open.set(subnet, epochs);
    const voters = epochs.get(epoch) ?? new Set<Address>();
    epochs.set(epoch, voters);
    for (const former of epochs.keys()) if (former + KEPT < epoch) epochs.delete(former);
    return voters;
  }
}

/** The subnet that an event is of: its own contract's, or the emissions' by its number. */
function nameOf(subnets: readonly Watched[], { address, args }: L2Event): string | undefined {
  // An event without arguments, such as the EntryPoint's BeforeExecution, has none at all.
  if (args && "subnetId" in args) return subnets.find(({ id }) => id === args.subnetId)?.name;
  return subnets.find(({ subnet }) => isAddressEqual(subnet, address))?.name;
}
