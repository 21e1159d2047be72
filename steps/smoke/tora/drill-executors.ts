import { formatEther, parseEther } from "viem";
import { l2Wallet } from "../../../chain/clients.ts";
import { TensoraError } from "../../../lib/errors.ts";
import { until } from "../../../lib/wait.ts";
import type { SmokeResult, Step } from "../../common/step.ts";
import { connect } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import { transact } from "../../../chain/transact.ts";
import type { ToraInputs } from "./inputs.ts";
import { fundedUser } from "./users.ts";

/** Wei that is left to the executor: enough for a bundle or two. */
const LEFT = parseEther("0.01");
/** Seconds in which it must have been refilled: the interval of the looks, and some more. */
const PATIENCE = 180;

/** An executor of the bundler nearly runs dry: it is refilled from the utility account before it does, and operations go on. */
export const drillExecutors: Step<ToraInputs, SmokeResult> = {
  name: "drill/executors",
  kind: "drill",
  deadline: 300,

  async run(inputs, context) {
    const chains = connect(inputs);
    const { executor: key } = inputs.keys;
    if (!key) {
      throw new TensoraError("this drill needs an executor's key", {
        next: ["run drills on a stack whose stack file has it, such as a local stack"],
      });
    }
    const executor = l2Wallet(key, inputs.l2);
    const { address } = executor.account;
    const balance = () => chains.l2.getBalance({ address });
    const had = await balance();
    const value = had - LEFT;
    if (value > 0n) {
      const gift = { to: chains.onL2.account.address, value };
      await transact(chains.l2, executor, gift, "the draining of an executor", context);
    }
    context.log(`an executor has ${formatEther(await balance())} BNB left`);
    const began = performance.now();
    const refilled = async () => {
      const now = await balance();
      return now > 10n * LEFT && now;
    };
    const wait = { deadline: PATIENCE, every: 500, signal: context.signal };
    const now = await until("the executor to be refilled", refilled, wait);
    const waited = (performance.now() - began) / 1000;
    const user = await fundedUser(chains, inputs, context);
    const quote = await user.client.quote(user.calls);
    const { success } = await user.client.wait(await user.client.sendQuoted(quote, quote.most));
    check(success, "an operation failed after the refill", address);
    return {
      status: "passed",
      detail: `executor drained to ${formatEther(LEFT)} BNB, refilled to ${formatEther(now)} after ${waited.toFixed(1)} s`,
    };
  },
};
