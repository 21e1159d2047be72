const bytes = { type: "bytes", name: "ret" };
const reason = { type: "string", name: "reason" };
const opIndex = { type: "uint256", name: "opIndex" };
/** Of IEntryPoint 0.7 and 0.8. */
const WRAPPED = {
  type: "error",
  name: "DelegateAndRevert",
  inputs: [{ type: "bool", name: "success" }, bytes],
};
const FAILURES = [
  { type: "error", name: "FailedOp", inputs: [opIndex, reason] },
  { type: "error", name: "FailedOpWithRevert", inputs: [opIndex, reason, bytes] },
];

/**
 * What a traced validation came to.
 * @param data the revert of the EntryPoint's delegateAndRevert
 * @param abi has simulateValidation
 * @returns an error named `ValidationResult` with the result, or one whose name ends with the EntryPoint's reason, such as
 * `FailedOp AA24 signature error`
 */
export function outcomeOf(data, abi, { decodeErrorResult, decodeFunctionResult }) {
  const [success, ret] = decodeErrorResult({ abi: [WRAPPED], data }).args;
  if (success) {
    const result = decodeFunctionResult({ abi, functionName: "simulateValidation", data: ret });
    return { errorName: "ValidationResult", args: [result] };
  }
  const { errorName, args } = decodeErrorResult({ abi: FAILURES, data: ret });
  return {
    errorName: `${errorName} ${args.slice(errorName.startsWith("FailedOp") ? 1 : 0).join(" ")}`,
    args,
  };
}

/** Of IAccount's validateUserOp. */
const VALIDATE = "0x19822f7c";

/**
 * The calls from the EntryPoint that belong to the operation itself: the last account's validation, the factory's call
 * before it, and what follows.
 * @param calls those of a whole trace, in order
 */
export function ownCalls(calls, { factory }) {
  const validation = calls.findLastIndex((call) => call?.topLevelMethodSig === VALIDATE);
  return validation < 0 ? calls : calls.slice(Math.max(0, factory ? validation - 1 : validation));
}
