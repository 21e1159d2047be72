import {
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  keccak256,
  multicall3Abi,
  size,
} from "viem";
import type { L1Client } from "../../../chain/clients.ts";
import { messageOf, TensoraError } from "../../../lib/errors.ts";
import { isObject } from "../../../lib/values.ts";
import {
  Above,
  type CodeExpectation,
  type Expectations,
  type SlotExpectation,
  type ValueExpectation,
} from "./expected.ts";

/** One thing on the chain that is not as specified. */
export interface Mismatch {
  what: string;
  expected: string;
  actual: string;
}

/** What is verified, for the error's words. */
export interface Verification {
  /** The chain's name, such as `L1`. */
  chain: string;
  /** Such as `settlement contracts`. */
  where: string;
  /** What to do about a mismatch. */
  next: string[];
}

export interface Verified {
  codes: number;
  values: number;
  locks: number;
}

/**
 * Compares a deployment with what it must be: codes by hash, values through the contracts' own getters, storage that
 * has none, and that nothing can be initialised twice.
 * @throws TensoraError that lists every mismatch
 */
export async function verify(
  client: L1Client,
  multicall3: Address,
  all: Expectations,
  what: Verification,
): Promise<Verified> {
  const wrongPlaces = [
    ...(await compareCodes(client, all.codes)),
    ...(await compareSlots(client, all.slots ?? [])),
  ];
  if (wrongPlaces.length > 0) throw mismatchError(wrongPlaces, total(all), what);
  const answers = await askAll(client, multicall3, all);
  const wrong = [
    ...all.values.flatMap((value, i) => compareValue(value, answers[i]) ?? []),
    ...all.locks.flatMap(({ what }, i) =>
      answers[all.values.length + i]?.success === false
        ? []
        : [
            {
              what: `initialiser of ${what}`,
              expected: "locked",
              actual: "can run again",
            },
          ],
    ),
  ];
  if (wrong.length > 0) throw mismatchError(wrong, total(all), what);
  return { codes: all.codes.length, values: all.values.length, locks: all.locks.length };
}

interface Answer {
  success: boolean;
  returnData: Hex;
}

/** One call for all, so that all answers are of the same block. */
function askAll(client: L1Client, multicall3: Address, all: Expectations): Promise<readonly Answer[]> {
  const values = all.values.map(({ address, abi, functionName, args }) => ({
    target: address,
    callData: encodeFunctionData({ abi, functionName, args }),
  }));
  const locks = all.locks.map(({ address, data }) => ({ target: address, callData: data }));
  return client.readContract({
    address: multicall3,
    abi: multicall3Abi,
    functionName: "aggregate3",
    args: [[...values, ...locks].map((call) => ({ ...call, allowFailure: true }))],
  });
}

async function compareCodes(client: L1Client, codes: readonly CodeExpectation[]): Promise<Mismatch[]> {
  const found = await Promise.all(codes.map(({ address }) => client.getCode({ address })));
  return codes.flatMap(({ what, address, code, immutables = [] }, i) => {
    const actual = blanked(found[i] ?? "0x", immutables);
    return actual === code
      ? []
      : [{ what: `code of ${what} at ${address}`, expected: digest(code), actual: digest(actual) }];
  });
}

/** The code with zeros where a constructor wrote, as the artifact has them. */
export function blanked(code: Hex, places: readonly { start: number; length: number }[]): Hex {
  const digits = code.slice(2).split("");
  for (const { start, length } of places) {
    if (digits.length >= 2 * (start + length)) digits.fill("0", 2 * start, 2 * (start + length));
  }
  return `0x${digits.join("")}`;
}

async function compareSlots(client: L1Client, slots: readonly SlotExpectation[]): Promise<Mismatch[]> {
  const found = await Promise.all(slots.map(({ address, slot }) => client.getStorageAt({ address, slot })));
  return slots.flatMap(({ what, expected }, i) => {
    const actual = found[i] ?? "none";
    return actual.toLowerCase() === expected.toLowerCase() ? [] : [{ what, expected, actual }];
  });
}

const digest = (code: Hex) => (code === "0x" ? "none" : `${size(code)} bytes with hash ${keccak256(code)}`);

function compareValue(value: ValueExpectation, answer: Answer | undefined): Mismatch | undefined {
  const expected =
    value.expected instanceof Above ? value.expected.toString() : comparableText(value.expected);
  const actual = decoded(value, answer);
  if (actual.value !== undefined && agrees(value.expected, actual.value)) return undefined;
  return { what: value.what, expected, actual: actual.text };
}

function decoded(
  { abi, functionName }: ValueExpectation,
  answer: Answer | undefined,
): { value?: unknown; text: string } {
  if (!answer?.success) return { text: `a revert (${answer?.returnData ?? "no answer"})` };
  try {
    const value = decodeFunctionResult({ abi, functionName, data: answer.returnData });
    return { value, text: comparableText(value) };
  } catch (error) {
    return { text: messageOf(error) };
  }
}

function agrees(expected: unknown, actual: unknown): boolean {
  if (expected instanceof Above) return typeof actual === "bigint" && actual > expected.limit;
  return comparableText(expected) === comparableText(actual);
}

/** A text that is the same for equal values: ABI decoding gives small integers as numbers, and checksummed addresses. */
function comparableText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(comparableText).join(", ")}]`;
  if (isObject(value)) {
    const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([name, field]) => `${name}: ${comparableText(field)}`).join(", ")}}`;
  }
  const text = String(value);
  return text.startsWith("0x") ? text.toLowerCase() : text;
}

const total = ({ codes, values, locks, slots = [] }: Expectations) =>
  codes.length + values.length + locks.length + slots.length;

function mismatchError(wrong: readonly Mismatch[], all: number, what: Verification): TensoraError {
  const lines = wrong.map(({ what, expected, actual }) => `  ${what}: expected ${expected}, is ${actual}`);
  const head = `${wrong.length} of ${all} values on ${what.chain} differ from the specification:`;
  return new TensoraError([head, ...lines].join("\n"), { where: what.where, next: what.next });
}
