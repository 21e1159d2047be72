/** What the chain says of the price and the deposit. Prices are smallest units of TORA for one BNB. */
export interface FeedState {
  /** Seconds since the epoch, of the head's block. */
  now: number;
  /** The paymaster's own price and when it was observed. */
  price: bigint;
  observedAt: number;
  /**
   * What its source would answer now: a Chainlink feed, a pair's average or a fixed price. Without it the source has none,
   * such as a pair whose last observation is too old.
   */
  source?: bigint;
  /** The feed that this service posts to: its answer in wei of BNB for one TORA, and its time. */
  posted?: { answer: bigint; updatedAt: number };
  /** Wei that the paymaster has with the EntryPoint, and that its keeper has. */
  deposit: bigint;
  operatorBalance: bigint;
}

export interface FeedRules {
  /** Seconds that a price is good for. */
  maxAge: number;
  /** Hundredths of a percent. */
  threshold: number;
  /** Seconds between two looks. */
  interval: number;
  /** Wei of BNB for one TORA that is to be posted, where this service is the source. */
  answer?: bigint;
  deposit: bigint;
  minDeposit: bigint;
}

/** What one look leads to. */
export interface Plan {
  post?: bigint;
  update: boolean;
  /** Have the source observe anew, where it is one that does. */
  record?: boolean;
  /** Wei. */
  topUp?: bigint;
  /** For the log: one for each thing that is done. */
  reasons: string[];
}

const SHARES = 10_000n;
const COIN = 10n ** 18n;
/** Wei that the keeper leaves itself for gas. */
const RESERVE = COIN / 10n;

/**
 * An answer or a price is renewed when it has moved by the threshold, and once it is half as old as it may become: so
 * one failed attempt never lets it lapse.
 */
export function planOf(state: FeedState, rules: FeedRules): Plan {
  const plan: Plan = { update: false, reasons: [] };
  const { now, posted } = state;
  const stale = (since: number) => now - since + rules.interval > rules.maxAge / 2;
  if (posted && rules.answer !== undefined) {
    const moved = hasMoved(posted.answer, rules.answer, rules.threshold);
    if (moved || stale(posted.updatedAt)) {
      plan.post = rules.answer;
      plan.reasons.push(
        `post ${rules.answer}: ${moved ? `it was ${posted.answer}` : "the answer is getting old"}`,
      );
    }
  }
  // What is posted because it has moved is taken over at once.
  const reposted = plan.post !== undefined && plan.post !== posted?.answer;
  if (state.source === undefined && plan.post === undefined) {
    plan.record = true;
    plan.reasons.push("the source has no price: make it observe again");
    return { ...plan, ...keep(state, rules, plan.reasons) };
  }
  const moved =
    reposted || (state.source !== undefined && hasMoved(state.price, state.source, rules.threshold));
  if (moved || stale(state.observedAt)) {
    plan.update = true;
    plan.reasons.push(`update the paymaster's price: ${moved ? "it has moved" : "it is getting old"}`);
  }
  return { ...plan, ...keep(state, rules, plan.reasons) };
}

/** Fills the deposit up as far as the keeper's balance goes. */
function keep(state: FeedState, rules: FeedRules, reasons: string[]): Pick<Plan, "topUp"> {
  if (state.deposit >= rules.minDeposit) return {};
  const wanted = rules.deposit - state.deposit;
  const there = state.operatorBalance - RESERVE;
  const topUp = wanted < there ? wanted : there;
  if (topUp <= 0n) {
    reasons.push(
      `the deposit of ${state.deposit} wei is low, and the keeper has only ${state.operatorBalance} wei`,
    );
    return {};
  }
  reasons.push(`deposit ${topUp} wei: the balance is ${state.deposit}`);
  return { topUp };
}

/** Whether two prices differ by a share, in hundredths of a percent, of the first. */
export function hasMoved(from: bigint, to: bigint, threshold: number): boolean {
  const difference = from > to ? from - to : to - from;
  return difference * SHARES >= from * BigInt(threshold) && difference > 0n;
}
