import { type Address, encodeFunctionData, erc20Abi, formatEther, parseEther } from "viem";
import { l1StandardBridgeAbi } from "../../../chain/abi/L1StandardBridge.ts";
import { wtoraAbi } from "../../../chain/abi/WTORA.ts";
import type { SmokeResult, Step, StepContext } from "../../common/step.ts";
import { arrival } from "../common/arrival.ts";
import { type Chains, connect } from "../common/chains.ts";
import { check, seconds } from "../../common/check.ts";
import { transact } from "../../../chain/transact.ts";
import { conserved } from "./conservation.ts";
import { contractsOf, type ToraInputs } from "./inputs.ts";
import { messenger } from "./messenger.ts";

/** Of the wrapped token, in its smallest unit; a tax may leave less of it. */
const AMOUNT = parseEther("1000000");
const L2_GAS = 200_000;

/** The token becomes WTORA, and WTORA on L1 becomes TORA on L2 once its L1 block has the configured confirmations. */
export const toraDeposit: Step<ToraInputs, SmokeResult> = {
  name: "smoke/tora-deposit",
  kind: "gate",
  deadline: 600,

  async run(inputs, context) {
    const chains = connect(inputs);
    const { tora, wtora } = contractsOf(inputs);
    const user = chains.onL1.account.address;
    const wrapped = await wrap(chains, inputs, context);
    context.log(`wrapped ${formatEther(wrapped)} WTORA`);
    await approve(chains, wtora, inputs.settlement.L1StandardBridge, wrapped, context);
    const balance = () =>
      chains.l2.readContract({ address: tora, abi: erc20Abi, functionName: "balanceOf", args: [user] });
    const before = await balance();
    const data = encodeFunctionData({
      abi: l1StandardBridgeAbi,
      functionName: "depositERC20",
      args: [wtora, tora, wrapped, L2_GAS, "0x"],
    });
    const started = performance.now();
    const call = { to: inputs.settlement.L1StandardBridge, data };
    const receipt = await transact(chains.l1, chains.onL1, call, "the deposit of WTORA", context);
    const bridge = await messenger(inputs);
    const early = await bridge.status(receipt.transactionHash);
    const expected = { balance, before, amount: wrapped };
    const { l1Head, judged } = await arrival(chains, inputs, receipt, expected, context);
    const waited = (performance.now() - started) / 1000;
    // viem has found the deposit's receipt on L2: the other client must say the same.
    const status = await bridge.status(receipt.transactionHash);
    check(status === "RELAYED", `the CrossChainMessenger reports ${status} for a deposit that has arrived`);
    await conserved(chains, inputs, "after the deposit");
    return {
      status: "passed",
      detail: `${formatEther(wrapped)} TORA from L1 block ${receipt.blockNumber} arrived on L2 at L1 block ${l1Head} (none of ${judged} origins early), ${seconds(waited)}; CrossChainMessenger: ${early}, then ${status}`,
    };
  },
};

/** Wraps what the user has of the token. @returns how much WTORA arrived, whatever the token's tax */
async function wrap(chains: Chains, inputs: ToraInputs, context: StepContext): Promise<bigint> {
  const { underlying, wtora } = contractsOf(inputs);
  const { l1, onL1 } = chains;
  const user = onL1.account.address;
  const of = (address: Address) =>
    l1.readContract({ address, abi: erc20Abi, functionName: "balanceOf", args: [user] });
  const has = await of(underlying);
  check(
    has >= AMOUNT,
    `the user has ${has} of the token and needs ${AMOUNT}`,
    underlying,
    `send it to ${user}`,
  );
  await approve(chains, underlying, wtora, AMOUNT, context);
  const before = await of(wtora);
  const data = encodeFunctionData({ abi: wtoraAbi, functionName: "wrap", args: [AMOUNT, user, 0n] });
  await transact(l1, onL1, { to: wtora, data }, "the wrapping", context);
  const minted = (await of(wtora)) - before;
  const backing = await l1.readContract({
    address: underlying,
    abi: erc20Abi,
    functionName: "balanceOf",
    args: [wtora],
  });
  const supply = await l1.readContract({ address: wtora, abi: erc20Abi, functionName: "totalSupply" });
  check(backing >= supply, `only ${backing} of the token back ${supply} WTORA`, wtora);
  return minted;
}

async function approve(
  { l1, onL1 }: Chains,
  token: Address,
  spender: Address,
  amount: bigint,
  context: StepContext,
) {
  const data = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [spender, amount] });
  await transact(l1, onL1, { to: token, data }, "the approval", context);
}
