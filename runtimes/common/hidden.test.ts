import { expect, test } from "vitest";
import { hiddenLines, logHider } from "./hidden.ts";

const KEY = "0123456789abcdef";
const hide = logHider([`OP_NODE_L1_ETH_RPC=https://l1.example/v3/${KEY}`, "0x5ec2e7"]);

async function* pieces(...texts: string[]) {
  yield* texts;
}

async function taken(...texts: string[]): Promise<string[]> {
  const shown: string[] = [];
  for await (const text of hiddenLines(pieces(...texts), hide)) shown.push(text);
  return shown;
}

test("a log that comes in pieces shows no key, wherever it is cut", async () => {
  const line = `Post "https://l1.example/v3/${KEY}": refused`;
  for (let cut = 0; cut <= line.length; cut++)
    expect((await taken("first\n", line.slice(0, cut), `${line.slice(cut)}\nend`)).join("")).toBe(
      'first\nPost "https://l1.example": refused\nend',
    );
});

test("where no secret is a URL nothing is held back", async () => {
  expect(logHider(["0x5ec2e7", "http://127.0.0.1:8545"])).toBeUndefined();
  const shown: string[] = [];
  for await (const text of hiddenLines(pieces("a", "b\n"), undefined)) shown.push(text);
  expect(shown).toEqual(["a", "b\n"]);
});
