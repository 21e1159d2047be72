import { expect, test } from "vitest";
import { keywords } from "../../subnets/inference/keywords.ts";
import { answering } from "./behaviour.ts";

const never = new AbortController().signal;
const around = { askAnother: async () => "0xc0" as const, random: () => 0.1 };
const of = (behaviour: Parameters<typeof answering>[0], random = 0.1) =>
  answering(behaviour, keywords, { ...around, random: () => random });
const one = "a nurse repairs antique clocks";
const other = "two astronomers sell winter wheat";

test("the honest one computes", async () => {
  expect(await of("honest")(one, never)).toBe(await keywords.infer(one));
});

test("the lazy one answers what it answered first", async () => {
  const lazy = of("lazy");
  expect(await lazy(one, never)).toBe(await keywords.infer(one));
  expect(await lazy(other, never)).toBe(await keywords.infer(one));
});

test("the noisy one answers another task now and then", async () => {
  expect(await of("noisy", 0.9)(one, never)).toBe(await keywords.infer(one));
  expect(await of("noisy", 0.1)(one, never)).not.toBe(await keywords.infer(one));
});

test("the copycat asks another one", async () => {
  expect(await of("copycat")(one, never)).toBe("0xc0");
});

test("the dead one never answers", async () => {
  const stop = new AbortController();
  const answer = of("dead")(one, stop.signal);
  stop.abort();
  await expect(answer).rejects.toThrow();
});
