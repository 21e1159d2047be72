import type { Hex } from "viem";
import { parseAbiItem } from "viem";
import type { UserOperationReceipt } from "viem/account-abstraction";
import { rpc } from "../../../lib/rpc.ts";
import { until } from "../../../lib/wait.ts";
import { ENTRY_POINT } from "../../deploy/protocol/paymaster.ts";
import type { SmokeResult, Step, StepContext } from "../../common/step.ts";
import { type Chains, connect } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import type { ToraInputs } from "./inputs.ts";
import { fundedUser } from "./users.ts";

/** Seconds in which a killed program must answer again. */
const BACK = 60;
/** Seconds that an operation may take after that; then it was lost, and the user sends it again. */
const LOST = 20;
const EVENT = parseAbiItem(
  "event UserOperationEvent(bytes32 indexed userOpHash, address indexed sender, address indexed paymaster, uint256 nonce, bool success, uint256 actualGasCost, uint256 actualGasUsed)",
);

/**
 * The bundler is killed with an operation in its pool, then the sequencer's op-geth with one under way. What was lost with
 * them the user sends again, as wallets do: each operation is carried out once.
 */
export const drillCrashes: Step<ToraInputs, SmokeResult> = {
  name: "drill/crashes",
  kind: "drill",
  deadline: 400,

  async run(inputs, context) {
    const chains = connect(inputs);
    const user = await fundedUser(chains, inputs, context);
    const began = await chains.l2.getBlockNumber();
    const told: string[] = [];
    for (const service of ["bundler", "sequencer"] as const) {
      const quote = await user.client.quote(user.calls);
      const send = () => user.client.sendQuoted(quote, quote.most * 2n);
      const hash = await send();
      await context.kill(inputs.handles[service]);
      context.log(`killed ${service}`);
      await answers(inputs, context);
      const again = await carriedOut(inputs, hash, send, context);
      told.push(
        `${service}: ${again ? "operation lost and sent again" : "operation executed without being sent again"}`,
      );
    }
    const events = await operationsOf(chains, user.address, began);
    check(
      events.length === 2,
      `the account's two operations were executed ${events.length} times`,
      user.address,
    );
    const failed = events.find(({ args }) => !args.success);
    check(failed === undefined, "an operation failed", failed?.transactionHash);
    return { status: "passed", detail: `${told.join("; ")}; each executed once` };
  },
};

/** Both programs answer: the bundler, and the chain behind it with a new block. */
async function answers(inputs: ToraInputs, { signal }: StepContext): Promise<void> {
  const wait = { deadline: BACK, every: 250, signal };
  const block = async () => Number(await rpc<Hex>(inputs.l2.rpcUrl, "eth_blockNumber"));
  const before = await until("the sequencer's op-geth to answer", block, wait);
  await until("a new L2 block", async () => (await block()) > before, wait);
  const entryPoints = () => rpc<string[]>(inputs.bundler.rpcUrl, "eth_supportedEntryPoints");
  await until("the bundler to answer", entryPoints, wait);
}

/** Waits for an operation; when it does not come it is sent again. @returns whether it was */
async function carriedOut(
  inputs: ToraInputs,
  hash: Hex,
  send: () => Promise<Hex>,
  { signal }: StepContext,
): Promise<boolean> {
  const url = inputs.bundler.rpcUrl;
  const receipt = () => rpc<UserOperationReceipt | null>(url, "eth_getUserOperationReceipt", [hash]);
  const wait = { deadline: LOST, every: 300, signal };
  try {
    await until("the operation", receipt, wait);
    return false;
  } catch (error) {
    if (signal.aborted) throw error;
  }
  await send();
  await until("the operation that was sent again", receipt, { ...wait, deadline: BACK });
  return true;
}

const operationsOf = ({ l2 }: Chains, sender: `0x${string}`, fromBlock: bigint) =>
  l2.getLogs({ address: ENTRY_POINT, event: EVENT, args: { sender }, fromBlock, strict: true });
