import { type Address, type Hex, isAddressEqual, parseEventLogs, type TransactionReceipt } from "viem";
import { entryPointAbi } from "../../../chain/abi/EntryPoint.ts";
import { toraPaymasterAbi } from "../../../chain/abi/ToraPaymaster.ts";
import type { Chains } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import { contractsOf, type ToraInputs } from "./inputs.ts";

/** What one operation cost, as the contracts say. Amounts in wei of BNB and in the smallest unit of TORA. */
export interface Charge {
  hash: Hex;
  sender: Address;
  cost: bigint;
  tora: bigint;
}

const COIN = 10n ** 18n;

/** Every operation of a bundle that the paymaster paid for. */
export function chargesIn(receipt: TransactionReceipt, paymaster: Address): Charge[] {
  const events = parseEventLogs({ abi: entryPointAbi, eventName: "UserOperationEvent", logs: receipt.logs });
  const charges = parseEventLogs({
    abi: toraPaymasterAbi,
    eventName: "OperationCharged",
    logs: receipt.logs,
  });
  return events
    .filter(({ args }) => isAddressEqual(args.paymaster, paymaster))
    .map(({ args, logIndex }) => {
      // The paymaster settles each operation right before the EntryPoint tells of it.
      const own = charges.findLast(
        (charge) => charge.logIndex < logIndex && charge.args.sender === args.sender,
      );
      return {
        hash: args.userOpHash,
        sender: args.sender,
        cost: args.actualGasCost,
        tora: own?.args.tora ?? 0n,
      };
    });
}

/**
 * The paymaster's rule, by another route than its own code: what postOp was given is read from a trace of the bundle,
 * and TORA is due for that cost and for settling at the rate in force, rounded up; never more than was taken ahead.
 * @returns what was due, in the smallest unit of TORA
 */
export async function dueByRule(
  { l2 }: Chains,
  inputs: ToraInputs,
  receipt: TransactionReceipt,
  sender: Address,
): Promise<bigint> {
  const { paymaster } = contractsOf(inputs);
  const quote = await l2.readContract({
    address: paymaster,
    abi: toraPaymasterAbi,
    functionName: "quote",
    blockNumber: receipt.blockNumber,
  });
  const trace = (await l2.request({
    method: "debug_traceTransaction",
    params: [receipt.transactionHash, { tracer: "callTracer" }],
  } as never)) as Frame;
  const settled = framesTo(trace, paymaster)
    .map(({ input }) => postOpArguments(input))
    .find((args) => args && isAddressEqual(args.sender, sender));
  check(
    settled !== undefined,
    "the bundle's trace has no postOp call for the operation",
    receipt.transactionHash,
  );
  const cost = settled.actualGasCost + BigInt(quote.settlementGas) * settled.feePerGas;
  const due = (cost * quote.rate + COIN - 1n) / COIN;
  return due < settled.ahead ? due : settled.ahead;
}

interface Frame {
  to?: Address;
  input: Hex;
  calls?: Frame[];
}

function framesTo(frame: Frame, address: Address): Frame[] {
  const inner = (frame.calls ?? []).flatMap((call) => framesTo(call, address));
  return frame.to && isAddressEqual(frame.to, address) ? [frame, ...inner] : inner;
}

const POST_OP = "0x7c627b21";

/** `postOp(mode, context, actualGasCost, feePerGas)`; the context's two words begin with the sender and the amount ahead. */
function postOpArguments(input: Hex) {
  if (!input.startsWith(POST_OP)) return undefined;
  const word = (index: number) => input.slice(10 + index * 64, 10 + (index + 1) * 64);
  // Four heads, then the context: its length, who, what.
  const [who, what] = [word(5), word(6)];
  return {
    sender: `0x${who.slice(0, 40)}` as Address,
    ahead: BigInt(`0x${what.slice(0, 40)}`),
    actualGasCost: BigInt(`0x${word(2)}`),
    feePerGas: BigInt(`0x${word(3)}`),
  };
}
