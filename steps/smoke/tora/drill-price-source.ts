import { type Address, encodeDeployData, encodeFunctionData } from "viem";
import { fixedPriceSourceAbi } from "../../../chain/abi/FixedPriceSource.ts";
import { toraPaymasterAbi } from "../../../chain/abi/ToraPaymaster.ts";
import { artifacts } from "../../deploy/protocol/artifacts.ts";
import type { SmokeResult, Step, StepContext } from "../../common/step.ts";
import { type Chains, connect, same } from "../common/chains.ts";
import { check, seconds } from "../../common/check.ts";
import { PATIENCE } from "../common/patience.ts";
import { create, transact } from "../../../chain/transact.ts";
import { becomeProposer, decide, decisionTime } from "../../common/governance.ts";
import { contractsOf, type ToraInputs } from "./inputs.ts";
import { fundedUser } from "./users.ts";

/**
 * Governance gives the paymaster another source of its price, by a proposal, votes and the timelock; operations pay by it.
 * Then it gives the former one back.
 */
export const drillPriceSource: Step<ToraInputs, SmokeResult> = {
  name: "drill/price-source",
  kind: "drill",
  deadline: 600,

  async run(inputs, context) {
    const chains = connect(inputs);
    const time = await decisionTime(chains, inputs);
    check(
      time <= PATIENCE,
      `a governance decision takes ${time} s, which is longer than a drill waits`,
      "protocol.governance",
      "run the drill on a stack with short voting times, such as `local`",
    );
    const { paymaster } = contractsOf(inputs);
    const read = { address: paymaster, abi: toraPaymasterAbi } as const;
    const former = await chains.l2.readContract({ ...read, functionName: "priceSource" });
    const { value } = await chains.l2.readContract({ ...read, functionName: "lastPrice" });
    await becomeProposer(chains, inputs, context);
    // One part in a hundred: far enough to be seen, near enough to be taken without the operator.
    const price = value + value / 100n;
    const other = await deployFixed(chains, price, context);
    const began = performance.now();
    await setSource(chains, inputs, other, context);
    const took = (performance.now() - began) / 1000;
    context.log(`price source replaced after ${took.toFixed(1)} s`);
    try {
      await pricedAt(chains, inputs, price, context);
      await operationPasses(chains, inputs, context);
    } finally {
      await setSource(chains, inputs, former, context);
    }
    await pricedAt(chains, inputs, value, context);
    return {
      status: "passed",
      detail: `governance replaced the paymaster's price source in ${seconds(took)}; an operation paid at its price; the old source is restored`,
    };
  },
};

function deployFixed({ l2, onL2 }: Chains, price: bigint, context: StepContext): Promise<Address> {
  const { creation: bytecode } = artifacts()("FixedPriceSource");
  const data = encodeDeployData({ abi: fixedPriceSourceAbi, bytecode, args: [price] });
  return create(l2, onL2, data, "the other price source", context);
}

/** A decision that makes a contract the paymaster's source. */
async function setSource(
  chains: Chains,
  inputs: ToraInputs,
  source: Address,
  context: StepContext,
): Promise<void> {
  const { paymaster: to } = contractsOf(inputs);
  const data = encodeFunctionData({ abi: toraPaymasterAbi, functionName: "setPriceSource", args: [source] });
  const description = `drill: source ${source}, ${Date.now()}`;
  await decide(chains, inputs, { calls: [{ to, data }], description }, context);
  const now = await chains.l2.readContract({
    address: to,
    abi: toraPaymasterAbi,
    functionName: "priceSource",
  });
  check(
    same(now, source),
    `the paymaster's price source is ${now} after the decision, expected ${source}`,
    to,
  );
}

/** Has the paymaster read its source, as anyone may, and looks at what it has then. */
async function pricedAt(
  chains: Chains,
  inputs: ToraInputs,
  price: bigint,
  context: StepContext,
): Promise<void> {
  const { paymaster: to } = contractsOf(inputs);
  const data = encodeFunctionData({ abi: toraPaymasterAbi, functionName: "updatePrice" });
  await transact(chains.l2, chains.onL2, { to, data }, "the update of the price", context);
  const { value } = await chains.l2.readContract({
    address: to,
    abi: toraPaymasterAbi,
    functionName: "lastPrice",
  });
  check(value === price, `the paymaster's price is ${value}, its source reports ${price}`, to);
}

async function operationPasses(chains: Chains, inputs: ToraInputs, context: StepContext): Promise<void> {
  const user = await fundedUser(chains, inputs, context);
  const quote = await user.client.quote(user.calls);
  const { success } = await user.client.wait(await user.client.sendQuoted(quote, quote.most));
  check(success, "an operation failed at the other source's price", user.address);
}
