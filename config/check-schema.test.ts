import { describe, expect, it } from "vitest";
import { checkSchema } from "./check-schema.ts";
import { NODES, SERVICES } from "../spec/services.ts";
import { privateKey } from "./testing/problems.ts";

const BATCHER = SERVICES.batcher.name;
const GETH = NODES.sequencer.geth;
const problem = (values: Record<string, unknown>) => {
  const { problems } = checkSchema(values);
  expect(problems).toHaveLength(1);
  return problems[0] as (typeof problems)[number];
};

describe("checkSchema", () => {
  it.each([
    ["l2.blockTimes", "l2.blockTime"],
    ["l2.blocktime", "l2.blockTime"],
    ["l3", "l1"],
    ["batcher.compresion", "batcher.compression"],
    ["l2.forks.istmus", "l2.forks.isthmus"],
    [`services.${GETH.slice(0, -1)}`, `services.${GETH}`],
    [`services.${BATCHER}.port`, `services.${BATCHER}.ports`],
    // A key of another group.
    ["l2.finalizationPeriod", "settlement.finalizationPeriod"],
  ])("refuses %s and suggests %s", (path, meant) => {
    const values = path.split(".").reduceRight<unknown>((value, name) => ({ [name]: value }), {});
    expect(problem(values as Record<string, unknown>)).toEqual({
      path,
      problem: "is not a known key",
      fix: `did you mean \`${meant}\`?`,
    });
  });

  it("lists the keys there are where none is near", () => {
    expect(problem({ proposer: { zzzzzz: 1 } }).fix).toBe(
      "remove it; known keys here: pollInterval, allowNonFinalized",
    );
  });

  it("says why a fork of upstream is not a key", () => {
    expect(problem({ l2: { forks: { karst: 0 } } })).toMatchObject({
      path: "l2.forks.karst",
      problem: "is not supported",
    });
  });

  it("says why a service takes no flags", () => {
    expect(problem({ services: { [SERVICES.console.name]: { flags: ["--port=1"] } } })).toEqual({
      path: `services.${SERVICES.console.name}.flags`,
      problem: "is not supported",
      fix: SERVICES.console.noFlags,
    });
  });

  it.each([
    [{ l2: { blockTime: 0 } }, "l2.blockTime", "write a whole number from 1 to 60, in seconds"],
    [{ l2: { blockTime: 1.5 } }, "l2.blockTime", "write a whole number from 1 to 60, in seconds"],
    [{ l2: { blockTime: "2" } }, "l2.blockTime", "write a whole number from 1 to 60, in seconds"],
    [{ l1: { kind: "anvil" } }, "l1.kind", "write `dev` or `external`"],
    [{ batcher: { compression: "gzip" } }, "batcher.compression", "write `zlib` or `brotli`"],
    [
      { l2: { forks: { jovian: "later" } } },
      "l2.forks.jovian",
      "write a whole number of at least 0 or `never`, in seconds",
    ],
    [{ listen: "localhost" }, "listen", "write an IPv4 address"],
    [
      { services: { [BATCHER]: { ports: { rpc: 80 } } } },
      `services.${BATCHER}.ports.rpc`,
      "write a whole number from 1024 to 65535",
    ],
    [{ services: { [BATCHER]: { flags: "--a" } } }, `services.${BATCHER}.flags`, "write a list of strings"],
    [
      { services: { [BATCHER]: { flags: ["--a", 1] } } },
      `services.${BATCHER}.flags`,
      "write a list of strings",
    ],
    [{ settlement: { safeThreshold: 1 } }, "settlement.safeThreshold", "write a whole number from 2 to 3"],
    [{ smoke: { drills: "yes" } }, "smoke.drills", "write `true` or `false`"],
    [
      { l2: { prefund: "1,5" } },
      "l2.prefund",
      "write a number from 0 to 1000000000000000 or a decimal number in quotes, in BNB",
    ],
    [{ l1: { rpcUrl: "ftp://host" } }, "l1.rpcUrl", "write an http or https URL"],
    [{ l2: 5 }, "l2", "write keys below it, such as `chainId`"],
  ])("refuses %j at %s", (values, path, fix) => {
    expect(problem(values)).toMatchObject({ path, fix });
  });

  it("never repeats a secret", () => {
    const secrets = { accounts: { user: "0x5ec2e7" }, l1: { rpcUrl: "htp://user:5ec2e7@host" } };
    const { problems } = checkSchema(secrets);
    expect(problems.map(({ path }) => path).sort()).toEqual(["accounts.user", "l1.rpcUrl"]);
    expect(JSON.stringify(problems)).not.toContain("5ec2e7");
  });

  it("takes keys that are written out or sealed", () => {
    const accounts = { user: privateKey(1), batcher: { secure: "v1:abc" } };
    expect(checkSchema({ accounts })).toMatchObject({ problems: [], input: { accounts } });
  });

  it("reports all problems together and goes on with the rest", () => {
    const { problems, broken, input } = checkSchema({
      l1: { blockTime: -1, confirmations: 4 },
      l2: { chainId: 0, unknown: 1 },
      ports: "random",
      extra: true,
    });
    const paths = ["extra", "l1.blockTime", "l2.chainId", "l2.unknown", "ports"];
    expect(problems.map(({ path }) => path).sort()).toEqual(paths);
    expect([...broken].sort()).toEqual(paths);
    expect(input).toEqual({ l1: { confirmations: 4 }, l2: {} });
  });
});
