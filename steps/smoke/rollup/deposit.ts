import { encodeFunctionData, parseEther } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { l1StandardBridgeAbi } from "../../../chain/abi/L1StandardBridge.ts";
import type { SmokeResult, Step } from "../../common/step.ts";
import { ownKey } from "../common/accounts.ts";
import { arrival } from "../common/arrival.ts";
import { connect } from "../common/chains.ts";
import { seconds } from "../../common/check.ts";
import type { SmokeInputs } from "../common/inputs.ts";
import { transact } from "../../../chain/transact.ts";

const AMOUNT = parseEther("0.01");
const L2_GAS = 200_000;

/** BNB sent through the standard bridge arrives once its L1 block has the configured confirmations, not earlier. */
export const deposit: Step<SmokeInputs, SmokeResult> = {
  name: "smoke/deposit",
  kind: "gate",
  deadline: 600,

  async run(inputs, context) {
    const chains = connect(inputs);
    const to = privateKeyToAddress(ownKey(inputs.keys.user, "deposit"));
    const before = await chains.l2.getBalance({ address: to });
    const data = encodeFunctionData({
      abi: l1StandardBridgeAbi,
      functionName: "depositETHTo",
      args: [to, L2_GAS, "0x"],
    });
    const call = { to: inputs.settlement.L1StandardBridge, data, value: AMOUNT };
    const started = performance.now();
    const receipt = await transact(chains.l1, chains.onL1, call, "the deposit", context);
    const deposited = Number(receipt.blockNumber);
    context.log(`in L1 block ${deposited}, due at L1 block ${deposited + inputs.l1.confirmations}`);

    const balance = () => chains.l2.getBalance({ address: to });
    const { l1Head, judged } = await arrival(
      chains,
      inputs,
      receipt,
      { balance, before, amount: AMOUNT },
      context,
    );
    const waited = (performance.now() - started) / 1000;
    return {
      status: "passed",
      detail: `L1 block ${deposited}, arrived on L2 at L1 block ${l1Head} (${inputs.l1.confirmations} confirmations, none of ${judged} origins early), ${seconds(waited)}`,
    };
  },
};
