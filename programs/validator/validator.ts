import { randomBytes } from "node:crypto";
import { bytesToHex, encodeFunctionData, type Hex } from "viem";
import { subnetAbi } from "../../chain/abi/Subnet.ts";
import { l2Client } from "../../chain/clients.ts";
import { modelOf } from "../../subnets/inference/model.ts";
import { type SubnetAddresses, subnetCalled } from "../../subnets/addresses.ts";
import { Claims } from "../../subnets/claims.ts";
import { commitmentOf, packWeights } from "../../subnets/commitment.ts";
import type { Sender } from "../../subnets/sender.ts";
import { type GasStation, senderOf } from "../../subnets/tora-sender.ts";
import { aggregate } from "./aggregate.ts";
import { candidatesOf, formerWeights, stateOf } from "./chain.ts";
import type { Surroundings } from "../common/subnet-host.ts";
import type { Identity } from "./identity.ts";
import { seated } from "./membership.ts";
import { type Action, actionsFor, isMyTurn, openEpochOf, type Scored, type ValidatorState } from "./plan.ts";
import { type Candidate, judge, type Verdict, weightsOf } from "./scoring.ts";
import { Store } from "./store.ts";

/** Where validators are, where they keep what must survive, and where those who do pay gas in TORA. */
export type Place = Surroundings & { data: string; station: GasStation | undefined };

/** Who acts for a validator. */
interface Acting {
  sender: Sender;
  claims: Claims;
}

/** What a look at the chain has come to. */
export interface Seen {
  state?: ValidatorState;
  done: Action[];
  verdicts: Verdict[];
  /** It was too late to reveal what was committed to in this epoch. */
  missed?: bigint;
}

/** What came of the epochs before. */
export interface Settled {
  /** Whether this validator has aggregated one. */
  aggregated: boolean;
  /** TORA that was claimed. */
  claimed: number;
}

/** One validator in one subnet: an account, and how it scores. */
export class Validator {
  /** Whether it has, or will have, a slot. */
  registered = false;
  /** For drills: its next reveal is left out. */
  withholds = false;
  private readonly client;
  private readonly store: Store;
  private acting: Acting | undefined;
  private subnet: SubnetAddresses | undefined;
  private verdicts: Verdict[] = [];
  private missedIn = 0n;

  constructor(
    readonly identity: Identity,
    private readonly around: Place,
    private readonly key: Hex,
  ) {
    this.client = l2Client(around.l2);
    this.store = new Store(around.data, identity.name, identity.subnet);
  }

  /** Looks at the chain, and does what is to be done now. */
  async attend(): Promise<Seen> {
    const { around, client, identity } = this;
    // Asked each time: in a subnet that was retired nobody takes a seat again.
    this.subnet = await subnetCalled(client, around.subnetRegistry, identity.subnet);
    if (!this.subnet) return { done: [], verdicts: [] };
    const { l2, tora } = around;
    const { sender } = await this.actor();
    this.registered = await seated({ client, l2, tora }, this.subnet, sender, identity.stake);
    const state = await stateOf(client, this.subnet, sender.address);
    const scored = await this.store.read();
    const actions = actionsFor(state, scored, identity.behaviour === "silent");
    const done: Action[] = [];
    for (const action of actions) if (await this.act(action, this.subnet, state, scored)) done.push(action);
    return { state, done, verdicts: this.verdicts.splice(0), ...this.missed(state) };
  }

  /**
   * Does what has more time than scores have: aggregates an epoch that has ended when it is its turn, and claims. Runs
   * beside {@link attend}.
   */
  async settle(): Promise<Settled> {
    if (!this.subnet) return { aggregated: false, claimed: 0 };
    const { sender, claims } = await this.actor();
    const state = await stateOf(this.client, this.subnet, sender.address);
    const turn = isMyTurn(state);
    const sent = turn ? await aggregate(this.client, this.subnet, sender, openEpochOf(state) as bigint) : 0;
    const { tora } = await claims.claim(this.subnet);
    return { aggregated: sent > 0, claimed: tora };
  }

  /** Who acts for it. A smart account's address is asked of the chain, which may not answer yet. */
  private async actor(): Promise<Acting> {
    if (this.acting) return this.acting;
    const { around } = this;
    const own = { key: this.key, gas: this.identity.gas };
    const sender = await senderOf(own, around, around.station);
    this.acting ??= { sender, claims: new Claims(this.client, around.emissions, sender) };
    return this.acting;
  }

  /** @returns whether it was done: one that is late for something does not fail for that */
  private async act(
    action: Action,
    at: SubnetAddresses,
    state: ValidatorState,
    scored: Scored | undefined,
  ): Promise<boolean> {
    switch (action) {
      case "score": {
        const weights = packWeights(await this.weights(at, state));
        const salt = bytesToHex(randomBytes(32));
        const { address: validator } = (await this.actor()).sender;
        const place = { chainId: this.around.l2.chainId, subnet: at.subnet, validator };
        const commitment = commitmentOf({ ...place, epoch: state.epoch }, weights, salt);
        await this.store.write({ epoch: state.epoch, weights, salt, commitment });
        return true;
      }
      case "commit": {
        await this.call(at, "commitScores", [(scored as Scored).commitment]);
        return true;
      }
      case "reveal": {
        if (this.withholds) return false;
        await this.call(at, "revealScores", [(scored as Scored).weights, (scored as Scored).salt]);
        return true;
      }
    }
  }

  private async call(
    at: SubnetAddresses,
    functionName: "commitScores" | "revealScores",
    args: readonly Hex[],
  ) {
    const { sender } = await this.actor();
    const data = encodeFunctionData({ abi: subnetAbi, functionName, args: args as never });
    return sender.send({ to: at.subnet, data }, functionName);
  }

  /** Weights by uid, each behaviour's own. */
  private async weights(at: SubnetAddresses, state: ValidatorState): Promise<Map<number, number>> {
    const candidates = await candidatesOf(this.client, at, state.epoch);
    switch (this.identity.behaviour) {
      case "copier": {
        const former = await formerWeights(this.client, at, state.epoch, state.slot ?? -1);
        return former ?? new Map(candidates.map(({ uid }) => [uid, 1]));
      }
      case "colluding":
        return new Map(
          candidates.map(({ uid, endpoint }) => [uid, endpoint === this.identity.favours ? 65_535 : 0]),
        );
      default:
        return this.judged(at, candidates);
    }
  }

  private async judged(at: SubnetAddresses, candidates: readonly Candidate[]): Promise<Map<number, number>> {
    const place = { chainId: this.around.l2.chainId, desk: at.inferenceDesk, subnet: at.subnet };
    // A validator does not judge itself, if it mines too: the chain would not count it.
    const { sender } = await this.actor();
    const others = candidates.filter(({ account }) => account !== sender.address);
    // Loaded when it is needed: a validator that has been killed may have a reveal to make first.
    const model = await modelOf(this.identity.model);
    this.verdicts = await judge(place, model, others, this.around.signal);
    return weightsOf(this.verdicts);
  }

  /** Says once of an epoch that its reveal was missed. A withheld one counts for the drill that asked for it, and is over. */
  private missed({ epoch, phase, committed, revealed }: ValidatorState): { missed?: bigint } {
    if (phase !== "aggregate" || committed === undefined || revealed || this.missedIn === epoch) return {};
    this.missedIn = epoch;
    this.withholds = false;
    return { missed: epoch };
  }
}
