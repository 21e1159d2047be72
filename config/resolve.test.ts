import { expect, it } from "vitest";
import { ConfigError } from "../lib/errors.ts";
import { resolve } from "./resolve.ts";
import { problemsOf } from "./testing/problems.ts";

it("reports problems of the file, of values and of combinations together, each with its path and a fix", async () => {
  const fromFile = { path: "confg", problem: "is not a key of a stack file", fix: "did you mean `config`?" };
  const values = {
    l1: { blockTime: 1 },
    l2: { blockTime: 2, chain: 5, forks: { isthmus: 10, jovian: 10 } },
    batcher: { compression: "lzma" },
    settlement: { submissionInterval: 1 },
    proposer: { pollInterval: 1 },
  };
  const error = await resolve({ where: "stacks/Pulumi.x.yaml", values, problems: [fromFile] }).catch(
    (e) => e,
  );
  expect(error).toBeInstanceOf(ConfigError);
  expect(error.message).toBe("6 problems in the configuration");
  expect(error.where).toBe("stacks/Pulumi.x.yaml");
  expect(error.problems.map(({ path }: { path: string }) => path)).toEqual([
    "confg",
    "l2.chain",
    "batcher.compression",
    "l1.blockTime",
    "settlement.submissionInterval",
    "l2.forks.jovian",
  ]);
  for (const { path, problem, fix } of error.problems) {
    expect(error.explain()).toContain(`next: ${path}: ${problem}; ${fix}`);
  }
});

it("does not judge combinations by the default of a value that is wrong", async () => {
  // With the default of 3 s for l1.blockTime, 5 s L2 blocks would be refused.
  const problems = await problemsOf({ l1: { blockTime: "five" }, l2: { blockTime: 5 } });
  expect(problems.map(({ path }) => path)).toEqual(["l1.blockTime"]);
});

it("refuses keys that are not on the curve", async () => {
  const order = "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
  const accounts = { user: order, batcher: `0x${"0".repeat(64)}` };
  const problems = await problemsOf({ accounts });
  expect(problems.map(({ path }) => path)).toEqual(["accounts.batcher", "accounts.user"]);
  expect(problems[0]?.problem).toContain("is not a valid private key");
});
