import {
  type Abi,
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  multicall3Abi,
} from "viem";
import { CANONICAL_MULTICALL3 } from "../../../chain/chains.ts";
import { messageOf } from "../../../lib/errors.ts";
import { GENESIS_BLOCK, type Inquiry } from "./node.ts";

/** Expected of a call that must revert. */
export const REFUSED = "a revert";

/** A call of a contract and what it must answer. */
export interface ContractCall {
  /** Such as `L2StandardBridge.otherBridge`. */
  what: string;
  address: Address;
  abi: Abi;
  functionName: string;
  args: readonly unknown[];
  expected: unknown;
}

interface Answer {
  success: boolean;
  returnData: Hex;
}

/** All calls in one, through the preinstalled Multicall3. */
export function throughMulticall(calls: readonly ContractCall[]): Inquiry {
  const targets = calls.map(({ address, abi, functionName, args }) => ({
    target: address,
    allowFailure: true,
    callData: encodeFunctionData({ abi, functionName, args }),
  }));
  const aggregate = { abi: multicall3Abi, functionName: "aggregate3" } as const;
  const data = encodeFunctionData({ ...aggregate, args: [targets] });
  return {
    questions: [{ method: "eth_call", params: [{ to: CANONICAL_MULTICALL3, data }, GENESIS_BLOCK] }],
    compare([result]) {
      if (result instanceof Error) {
        return [{ what: "a call of Multicall3", expected: "answers", actual: result.message }];
      }
      const answers = decodeFunctionResult({ ...aggregate, data: result as Hex });
      return calls.map((call, i) => ({
        what: call.what,
        expected: call.expected,
        actual: answered(call, answers[i]),
      }));
    },
  };
}

function answered({ abi, functionName }: ContractCall, answer: Answer | undefined): unknown {
  if (!answer?.success) return REFUSED;
  try {
    return decodeFunctionResult({ abi, functionName, data: answer.returnData }) ?? "nothing";
  } catch (error) {
    return messageOf(error);
  }
}
