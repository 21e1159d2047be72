import { hexToString } from "viem";
import { expect, test } from "vitest";
import { modelOf } from "./model.ts";
import { randomTask } from "./tasks.ts";

test("embeddings of like sentences are alike, those of others are not, and the same text gives the same bytes", async () => {
  const model = await modelOf("embeddings");
  const [bridge, same, moving, weather] = await Promise.all(
    [
      "how do I bridge tokens to the rollup",
      "how do I bridge tokens to the rollup",
      "move my tokens to the rollup",
      "the weather in Paris tomorrow",
    ].map((task) => model.infer(task)),
  );
  expect(bridge).toHaveLength(2 + 2 * 64);
  expect(same).toBe(bridge);
  expect(model.similarity(bridge as never, same as never)).toBe(1);
  expect(model.similarity(bridge as never, moving as never)).toBeGreaterThan(0.5);
  expect(model.similarity(bridge as never, weather as never)).toBeLessThan(0.4);
  expect(model.similarity(bridge as never, "0x1234")).toBe(0);
});

test("answers to the tasks of validators are told apart by both models", async () => {
  for (const name of ["embeddings", "keywords"] as const) {
    const model = await modelOf(name);
    const answers = await Promise.all(Array.from({ length: 12 }, () => model.infer(randomTask())));
    const pairs = answers.slice(1).map((answer, i) => model.similarity(answer, answers[i] as never));
    const mean = pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
    expect(mean, name).toBeLessThan(0.75);
  }
});

test("keywords are the phrases between common words, the longest first", async () => {
  const model = await modelOf("keywords");
  const answer = await model.infer(
    "The night train forgets antique clocks, and the clocks are in the rain forest",
  );
  expect(hexToString(answer).split("\n")).toEqual([
    "night train forgets antique clocks",
    "rain forest",
    "clocks",
  ]);
  expect(model.similarity(answer, answer)).toBe(1);
  expect(model.similarity(answer, await model.infer("an invoice for cement"))).toBe(0);
});

test.each(["embeddings", "keywords"] as const)("%s refuses what is no task", async (name) => {
  const model = await modelOf(name);
  await expect(model.infer(" ")).rejects.toThrow(RangeError);
  await expect(model.infer("a".repeat(4097))).rejects.toThrow(RangeError);
});
