import { type Address, type Hex, maxUint256, toHex } from "viem";
import type { UserOperation } from "viem/account-abstraction";
import { rpc } from "../../../lib/rpc.ts";
import { ENTRY_POINT } from "../../deploy/protocol/paymaster.ts";
import type { SmokeResult, Step } from "../../common/step.ts";
import { connect } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import { create } from "../../../chain/transact.ts";
import type { ToraInputs } from "./inputs.ts";
import { FUNDS, fund, fundedUser } from "./users.ts";

/**
 * Creates an account that accepts every operation and looks at the clock meanwhile (`TIMESTAMP POP`, then it returns
 * a word of zeros): ERC-7562 forbids that in validation (OP-011).
 */
const CLOCK_WATCHER: Hex = "0x6b4250600060005260206000f3600052600c6014f3";

/** What the bundler must not take it refuses with the reason, and goes on with the next operation. */
export const refusals: Step<ToraInputs, SmokeResult> = {
  name: "smoke/refusals",
  kind: "gate",
  deadline: 600,

  async run(inputs, context) {
    const chains = connect(inputs);
    const user = await fundedUser(chains, inputs, context);
    const what = "the account that breaks a validation rule";
    const watcher = await create(chains.l2, chains.onL2, CLOCK_WATCHER, what, context);
    await fund(chains, inputs, [{ address: watcher }], FUNDS, context);
    const quote = await user.client.quote(user.calls);

    const lowCap = await refusalOf(user.client.sendQuoted(quote, quote.most - 1n));
    check(
      /AA33/.test(lowCap),
      `the bundler refused an operation with too low a cap for another reason: ${lowCap}`,
    );
    const rule = await refusalOf(sendPlain(inputs, ofWatcher(quote.operation, watcher)));
    check(
      /TIMESTAMP/i.test(rule),
      `the bundler refused an operation that breaks a validation rule for another reason: ${rule}`,
    );

    const { success } = await user.client.wait(await user.client.sendQuoted(quote, quote.most));
    check(success, "a valid operation failed after the refusals", inputs.bundler.rpcUrl);
    return {
      status: "passed",
      detail: `refused: "${firstLine(lowCap)}" and "${firstLine(rule)}"; then a valid operation accepted`,
    };
  },
};

/** The same operation of another account, which exists; with gas and a cap that are no reason to refuse it. */
const ofWatcher = (operation: UserOperation<"0.8">, sender: Address): UserOperation<"0.8"> => ({
  ...operation,
  sender,
  nonce: 0n,
  factory: undefined,
  factoryData: undefined,
  callData: "0x",
  paymasterVerificationGasLimit: 300_000n,
  paymasterData: toHex(maxUint256, { size: 32 }),
  signature: "0x",
});

/** As the bundler's RPC takes it: numbers as hexadecimal quantities. */
function sendPlain(inputs: ToraInputs, operation: UserOperation<"0.8">): Promise<Hex> {
  const fields = [
    "sender",
    "nonce",
    "callData",
    "callGasLimit",
    "verificationGasLimit",
    "preVerificationGas",
    "maxFeePerGas",
    "maxPriorityFeePerGas",
    "paymaster",
    "paymasterVerificationGasLimit",
    "paymasterPostOpGasLimit",
    "paymasterData",
    "signature",
  ] as const;
  const plain = fields.map((field) => {
    const value = operation[field];
    return [field, typeof value === "bigint" ? toHex(value) : value];
  });
  return rpc<Hex>(inputs.bundler.rpcUrl, "eth_sendUserOperation", [Object.fromEntries(plain), ENTRY_POINT]);
}

/** Why the bundler did not take it. @throws TensoraError when it did */
export async function refusalOf(sending: Promise<Hex>): Promise<string> {
  const hash = await sending.catch((error: unknown) => error);
  check(hash instanceof Error, `the bundler accepted an operation that it must refuse: ${hash}`);
  const { details } = hash as Error & { details?: string };
  return details ?? hash.message;
}

const firstLine = (text: string) => text.split("\n", 1).join().slice(0, 120);
