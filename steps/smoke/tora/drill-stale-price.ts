import { toraPaymasterAbi } from "../../../chain/abi/ToraPaymaster.ts";
import { until } from "../../../lib/wait.ts";
import type { SmokeResult, Step } from "../../common/step.ts";
import { type Chains, connect, now } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import { contractsOf, type ToraInputs } from "./inputs.ts";
import { refusalOf } from "./refusals.ts";
import { fundedUser } from "./users.ts";

/** Seconds before its end from which on the bundler refuses what is valid until then. */
const SHORTLY = 30;
/** Seconds that a drill waits for a price to age. */
const LONGEST = 300;
/** Seconds in which the feeder must have renewed the price: several of its looks. */
const PATIENCE = 60;

/** The price feeder pauses until the price has aged: operations are refused with the reason. It goes on, and they pass again. */
export const drillStalePrice: Step<ToraInputs, SmokeResult> = {
  name: "drill/stale-price",
  kind: "drill",
  deadline: 600,

  async run(inputs, context) {
    const chains = connect(inputs);
    const { paymaster } = contractsOf(inputs);
    const user = await fundedUser(chains, inputs, context);
    const send = async () => {
      const quote = await user.client.quote(user.calls);
      return user.client.sendQuoted(quote, quote.most);
    };
    await command(inputs, "pause");
    let reason: string;
    try {
      const left = (await validUntil(chains, inputs)) - now() - SHORTLY;
      check(
        left <= LONGEST,
        `the price stays valid for another ${Math.round(left)} s, which is longer than a drill waits`,
        "protocol.price.maxAge",
        "run the drill on a stack where prices expire sooner, such as `local`",
      );
      context.log(`price feeder paused; waiting ${Math.round(left)} s until the price expires`);
      const aged = async () => (await validUntil(chains, inputs)) - now() < SHORTLY - 2;
      await until("the price to expire", aged, {
        deadline: LONGEST + PATIENCE,
        every: 500,
        signal: context.signal,
      });
      reason = await refusalOf(send());
    } finally {
      await command(inputs, "resume");
    }
    check(
      /expire|AA32/i.test(reason),
      `with an expired price, the bundler refused an operation for another reason: ${reason}`,
      paymaster,
    );
    const fresh = async () => (await validUntil(chains, inputs)) - now() > 2 * SHORTLY;
    await until("the feeder to renew the price", fresh, {
      deadline: PATIENCE,
      every: 250,
      signal: context.signal,
    });
    const { success } = await user.client.wait(await send());
    check(success, "an operation failed with a fresh price", paymaster);
    return {
      status: "passed",
      detail: `operation refused with an expired price: "${reason.split("\n", 1)[0]?.slice(0, 90)}"; accepted with a fresh one`,
    };
  },
};

/** Seconds since the epoch until which the paymaster's price is good. */
async function validUntil({ l2 }: Chains, inputs: ToraInputs): Promise<number> {
  const { paymaster: address } = contractsOf(inputs);
  const quote = await l2.readContract({ address, abi: toraPaymasterAbi, functionName: "quote" });
  return Number(quote.validUntil);
}

/** The price feeder of a local stack can be told to pause. */
async function command({ priceFeeder }: ToraInputs, what: "pause" | "resume"): Promise<void> {
  const { ok, status } = await fetch(`${priceFeeder.url}/${what}`, { method: "POST" });
  check(ok, `the price feeder answered ${status} to /${what}`, priceFeeder.url);
}
