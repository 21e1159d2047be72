import fs from "node:fs";
import path from "node:path";
import { hashTypedData, keccak256, stringToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { describe, expect, test } from "vitest";
import { projectRoot } from "../../lib/root.ts";
import { requestTaskIdOf, signerOf, taskHashOf, taskTextOf, typedAnswer } from "./answer.ts";
import { keywords } from "./keywords.ts";

describe("the example of docs/miners.md", () => {
  const text = fs.readFileSync(path.join(projectRoot(), "docs", "miners.md"), "utf8");
  const example = JSON.parse(/```json\n(.+?)```/s.exec(text)?.[1] ?? "");
  const { privateKey, miner, chainId, desk, subnet, requestId, task, taskId, result } = example;
  const place = { chainId, desk, subnet };
  const signed = { taskId, task, result, miner };

  test("is the model's result for the task, under the id of the request", async () => {
    expect(result).toBe(await keywords.infer(task));
    expect(example.resultHash).toBe(keccak256(result));
    expect(example.taskHash).toBe(taskHashOf(task));
    expect(taskId).toBe(requestTaskIdOf(place, BigInt(requestId), stringToHex(task)));
  });

  test.each([
    "HttpAnswer",
    "DeskAnswer",
  ] as const)("has the digest and the signature of a %s", async (kind) => {
    const account = privateKeyToAccount(privateKey);
    expect(account.address).toBe(miner);
    const typed = typedAnswer(kind, place, signed);
    expect(example[kind].digest).toBe(hashTypedData(typed));
    expect(example[kind].signature).toBe(await account.signTypedData(typed));
    for (const other of ["HttpAnswer", "DeskAnswer"] as const) {
      const signer = await signerOf(other, place, signed, example[kind].signature);
      if (other === kind) expect(signer).toBe(miner);
      else expect(signer).not.toBe(miner);
    }
  });

  test("is for that task, id, result, miner, subnet, desk and chain alone", async () => {
    const word = `0x${"07".repeat(32)}` as const;
    const other = `0x${"07".repeat(20)}` as const;
    for (const kind of ["HttpAnswer", "DeskAnswer"] as const)
      for (const [where, what] of [
        [{}, { task: `${task} ` }],
        [{}, { taskId: word }],
        [{}, { result: word }],
        [{}, { miner: other }],
        [{ subnet: other }, {}],
        [{ desk: other }, {}],
        [{ chainId: chainId + 1 }, {}],
      ])
        expect(
          await signerOf(kind, { ...place, ...where }, { ...signed, ...what }, example[kind].signature),
          JSON.stringify({ kind, where, what }),
        ).not.toBe(miner);
  });
});

test("a desk's task is read as it is, to the byte, or not at all", () => {
  for (const text of ["winter wheat", "\ufeffwinter wheat", "\0", "Ångström 🐝"])
    expect(taskTextOf(stringToHex(text))).toBe(text);
  for (const bytes of ["0xff", "0x77c3", "0xeda0bd"] as const)
    expect(() => taskTextOf(bytes)).toThrow(new RangeError("the task is not UTF-8"));
});
