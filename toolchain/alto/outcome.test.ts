import { expect, test } from "vitest";
// @ts-expect-error plain JavaScript, as node loads it beside the bundler
import { ownCalls } from "./outcome.mjs";

const call = (topLevelMethodSig: string, of: string) => ({ topLevelMethodSig, of });
const create = (of: string) => call("0x570e1a36", of);
const validate = (of: string) => call("0x19822f7c", of);
const pay = (of: string) => call("0x52b7512c", of);

test("an operation is judged by its own calls, not by those that are simulated before it", () => {
  const own = [validate("own"), pay("own")];
  expect(ownCalls([validate("other"), pay("other"), ...own], {})).toEqual(own);
  expect(ownCalls(own, {})).toEqual(own);
});

test("the call of its factory is one of them; another operation's is not", () => {
  const own = [create("own"), validate("own"), pay("own")];
  expect(ownCalls([validate("other"), ...own], { factory: "0x01" })).toEqual(own);
  expect(ownCalls([create("other"), validate("other"), validate("own")], {})).toEqual([validate("own")]);
});
