import { encodeFunctionData, formatEther, type Hex } from "viem";
import { toraPaymasterAbi } from "../../../chain/abi/ToraPaymaster.ts";
import { l2Wallet } from "../../../chain/clients.ts";
import { TensoraError } from "../../../lib/errors.ts";
import { until } from "../../../lib/wait.ts";
import type { SmokeResult, Step } from "../../common/step.ts";
import { type Chains, connect } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import { transact } from "../../../chain/transact.ts";
import { contractsOf, type ToraInputs } from "./inputs.ts";
import { refusalOf } from "./refusals.ts";
import { fundedUser } from "./users.ts";

/** Seconds in which the keeper must have filled the deposit up: several of its looks. */
const PATIENCE = 120;

/**
 * The paymaster's deposit is taken out: operations are refused with the reason, while whoever has BNB goes on. The keeper
 * fills it up, and they pass again.
 */
export const drillDeposit: Step<ToraInputs, SmokeResult> = {
  name: "drill/deposit",
  kind: "drill",
  deadline: 300,

  async run(inputs, context) {
    const chains = connect(inputs);
    const { paymaster } = contractsOf(inputs);
    const user = await fundedUser(chains, inputs, context);
    const quote = await user.client.quote(user.calls);

    const drained = await depositOf(chains, inputs);
    const operator = l2Wallet(operatorKey(inputs), inputs.l2);
    const args = [operator.account.address, drained] as const;
    const data = encodeFunctionData({ abi: toraPaymasterAbi, functionName: "withdrawDeposit", args });
    await transact(chains.l2, operator, { to: paymaster, data }, "the draining of the deposit", context);
    const reason = await refusalOf(user.client.sendQuoted(quote, quote.most));
    check(
      /AA31/.test(reason),
      `with the deposit drained, the bundler refused an operation for another reason: ${reason}`,
    );
    const coins = { to: chains.onL2.account.address, value: 1n };
    await transact(chains.l2, chains.onL2, coins, "a transaction paid in BNB", context);

    const began = performance.now();
    context.log("deposit drained; waiting for the keeper");
    const look = async () => {
      const deposit = await depositOf(chains, inputs);
      return deposit > 0n && deposit;
    };
    const wait = { deadline: PATIENCE, every: 250, signal: context.signal };
    const filled = await until("the keeper to refill the deposit", look, wait);
    const waited = (performance.now() - began) / 1000;
    const again = await user.client.quote(user.calls);
    const { success } = await user.client.wait(await user.client.sendQuoted(again, again.most));
    check(success, "an operation failed after the deposit was refilled", paymaster);
    return {
      status: "passed",
      detail: `deposit drained of ${formatEther(drained)} BNB: operations refused (AA31), BNB transactions work; refilled to ${formatEther(filled)} BNB after ${waited.toFixed(1)} s: operations work again`,
    };
  },
};

/** Wei that the paymaster has with the EntryPoint. */
const depositOf = ({ l2 }: Chains, inputs: ToraInputs) =>
  l2.readContract({
    address: contractsOf(inputs).paymaster,
    abi: toraPaymasterAbi,
    functionName: "depositBalance",
  });

function operatorKey({ keys }: ToraInputs): Hex {
  if (keys.operator) return keys.operator;
  throw new TensoraError("this drill needs the operator's key", {
    next: ["run drills on a stack whose stack file has it, such as a local stack"],
  });
}
