import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../lib/root.ts";
import { NODES, SERVICES } from "../spec/services.ts";
import { loadStack } from "./load.ts";
import { applySet, parseSet } from "./set.ts";
import { privateKey, problemsFrom } from "./testing/problems.ts";

const FLAGS = `services.${SERVICES.batcher.name}.flags`;
const PORT = `services.${NODES.sequencer.geth}.ports.http`;

describe("parseSet", () => {
  it.each([
    ["l2.blockTime=2", "l2.blockTime", 2],
    ["proposer.allowNonFinalized=true", "proposer.allowNonFinalized", true],
    ["ports=free", "ports", "free"],
    ["l2.forks.jovian=never", "l2.forks.jovian", "never"],
    [`${FLAGS}=[--log.level=debug]`, FLAGS, ["--log.level=debug"]],
    // What follows the first `=` is the value.
    ["l1.rpcUrl=http://127.0.0.1:8545/?key=a=b", "l1.rpcUrl", "http://127.0.0.1:8545/?key=a=b"],
    ['l2.prefund="0.5"', "l2.prefund", "0.5"],
    [`${PORT}=9000`, PORT, 9000],
  ])("reads %s", (setting, path, value) => {
    expect(parseSet([setting])).toEqual({ [path]: value });
  });

  it("lets the last of two win", () => {
    expect(parseSet(["l2.blockTime=1", "l2.blockTime=2"])).toEqual({ "l2.blockTime": 2 });
  });

  it.each([
    ["l2.blocktime=2", "l2.blocktime", "did you mean `l2.blockTime`?"],
    ["l2.blockTime", "l2.blockTime", "write `l2.blockTime=value`"],
    ["l2=2", "l2", "such as `l2.chainId=...`"],
    ["=2", "", "remove it"],
    ["ports={", "ports", "put the value in quotes"],
    ["accounts.user=0x1", "accounts.user", "put it in the stack file"],
  ])("refuses %s", async (setting, path, fix) => {
    const problems = await problemsFrom(() => parseSet([setting]));
    expect(problems).toEqual([expect.objectContaining({ path, fix: expect.stringContaining(fix) })]);
  });

  it("reports every wrong setting, and no key", async () => {
    const problems = await problemsFrom(() => parseSet(["a=1", "l2=2", `accounts.user=${privateKey(1)}`]));
    expect(problems.map(({ path }) => path)).toEqual(["a", "l2", "accounts.user"]);
    expect(JSON.stringify(problems)).not.toContain(privateKey(1).slice(2));
  });
});

it("works as the documents have it, on the stack local", async () => {
  const docs = path.join(projectRoot(), "docs");
  const documents = fs.readdirSync(docs).filter((name) => name.endsWith(".md"));
  const text = documents.map((name) => fs.readFileSync(path.join(docs, name), "utf8")).join("\n");
  const examples = [...text.matchAll(/--set (?<setting>[\w.]+=[^\s`]+)/g)].map(([, setting = ""]) => setting);
  expect(examples.length).toBeGreaterThan(1);
  for (const setting of examples.filter((one) => one !== "path=value")) {
    const { spec } = await loadStack({ root: projectRoot(), stack: "local", set: [setting] });
    expect(spec.stack, setting).toBe("local");
  }
});

it("applySet lays values over the file's and leaves the file's own as they are", () => {
  const values = { l2: { blockTime: 1, chainId: 5 } };
  const applied = applySet(values, ["l2.blockTime=2", "l2.forks.jovian=never"]);
  expect(applied).toEqual({ l2: { blockTime: 2, chainId: 5, forks: { jovian: "never" } } });
  expect(values).toEqual({ l2: { blockTime: 1, chainId: 5 } });
});
