import { describe, expect, it } from "vitest";
import {
  copySecretMarks,
  fromStruct,
  hasSecret,
  hasUnknown,
  lower,
  OUTPUT_VALUE,
  RESOURCE_REFERENCE,
  SIG,
  secret,
  toStruct,
  UNKNOWN,
  unwrapSecrets,
} from "./wire.ts";

const output = (rest: object) => ({ [SIG]: OUTPUT_VALUE, ...rest });

describe("wire values", () => {
  it("survive the way through a Struct; undefined is left out", () => {
    const props = {
      a: undefined,
      list: [1, null, undefined, { deep: secret("x") }],
      later: UNKNOWN,
      no: false,
    };
    expect(fromStruct(toStruct(props))).toEqual({
      list: [1, null, null, { deep: secret("x") }],
      later: UNKNOWN,
      no: false,
    });
    expect(fromStruct(undefined)).toEqual({});
  });

  it("are lowered to what a receiver accepts", () => {
    const props = {
      token: secret({ inner: secret(1) }),
      ready: output({ value: 2, secret: true }),
      later: output({}),
      node: { [SIG]: RESOURCE_REFERENCE, urn: "u", id: "i" },
      unborn: { [SIG]: RESOURCE_REFERENCE, urn: "u", id: "" },
      component: { [SIG]: RESOURCE_REFERENCE, urn: "u" },
    };
    const plain = {
      token: { inner: 1 },
      ready: 2,
      later: UNKNOWN,
      node: "i",
      unborn: UNKNOWN,
      component: "u",
    };
    expect(lower(props, {})).toEqual(plain);
    expect(lower(props, { secrets: true })).toMatchObject({ ready: secret(2), later: UNKNOWN });
    expect(unwrapSecrets({ a: secret([secret(1), null]) })).toEqual({ a: [1, null] });
    expect(unwrapSecrets({ a: secret(null) })).toEqual({ a: null });
  });

  it("say whether something secret or unknown is inside", () => {
    expect([hasSecret({ a: [secret(1)] }), hasSecret({ a: [1] })]).toEqual([true, false]);
    expect([hasUnknown({ a: [UNKNOWN] }), hasUnknown({ a: output({}) }), hasUnknown({ a: 1 })]).toEqual([
      true,
      true,
      false,
    ]);
    expect(copySecretMarks({ a: 1, b: 2 }, { a: [secret(1)] })).toEqual({ a: secret(1), b: 2 });
  });
});
