import { expect, it } from "vitest";
import { l1ChainConfig } from "./index.ts";
import { SPEC } from "./testing/inputs.ts";

const blobsOf = (kind: "dev" | "external", chainId: number) =>
  l1ChainConfig({ l1: { ...SPEC.l1, kind, chainId } }).blobSchedule;
const rules = (max: number) => ({
  max,
  target: expect.any(Number),
  baseFeeUpdateFraction: expect.any(Number),
});

it.each([
  ["dev", 714, 9],
  ["external", 1, 9],
  ["external", 56, 6],
  ["external", 97, 6],
  ["external", 714, 6],
] as const)("%s chain %i has at most %i blobs a block since Prague", (kind, chainId, max) => {
  expect(blobsOf(kind, chainId)).toEqual({ cancun: rules(6), prague: rules(max) });
});

it("is for the chain of the specification", () => {
  expect(l1ChainConfig({ l1: { ...SPEC.l1, chainId: 7 } })).toMatchObject({ chainId: 7, pragueTime: 0 });
});
