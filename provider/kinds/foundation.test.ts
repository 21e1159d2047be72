import { describe, expect, it } from "vitest";
import { testContext } from "../testing/context.ts";
import { bytesOf, foundationKind as kind } from "./foundation.ts";

const ctx = testContext();
const PODS = {
  "l1.kind": "dev",
  "runtime.kind": "kubernetes",
  "runtime.context": "mine",
  "runtime.namespace": "team",
  "runtime.storageSize": "20Gi",
  "protocol.enabled": "true",
};
const refused = async (changes: Record<string, string>, was: Record<string, string> = PODS) => {
  const news = { dir: "/dev", values: { ...was, ...changes } };
  return ((await kind.check?.(news, { dir: "/dev", values: was }, ctx)) ?? []).map(
    ({ property, reason }) => `${property} ${reason}`,
  );
};

describe("what a stack is founded on", () => {
  it.each([
    ["runtime.kind", "kubernetes", "docker"],
    ["l1.kind", "dev", "external"],
    ["runtime.context", "mine", "other"],
    ["runtime.namespace", "team", "other"],
    ["runtime.storageSize", "20Gi", "10Gi"],
    ["runtime.storageClass", "not set", "fast"],
    ["protocol.enabled", "true", "false"],
  ])("does not change: %s", async (path, was, is) => {
    const [first, ...more] = await refused({ [path]: is });
    expect(first).toContain(`${path} was ${was}, is ${is}: `);
    expect(first).toContain("restore the previous value");
    expect(more).toEqual([]);
  });

  it("takes what loses nothing", async () => {
    expect(await refused({})).toEqual([]);
    expect(await refused({ "runtime.storageSize": "21Gi" })).toEqual([]);
    expect(await refused({ "protocol.enabled": "true" }, { ...PODS, "protocol.enabled": "false" })).toEqual(
      [],
    );
    expect(await kind.check?.({ dir: "/dev", values: PODS }, undefined, ctx)).toEqual([]);
  });

  it("keeps its mark", async () => {
    const olds = { dir: "/dev", values: { "runtime.kind": "process", "protocol.enabled": "false" } };
    const { id, outputs } = await kind.create(olds, ctx);
    const news = { dir: "/dev", values: { ...olds.values, "protocol.enabled": "true" } };
    expect(await kind.update(id, olds, outputs, news, ctx)).toEqual(outputs);
    expect((await kind.create(news, ctx)).outputs).not.toEqual(outputs);
  });

  it("is not recorded where nobody answers: the right address would be refused after the wrong one", async () => {
    const values = { "runtime.kind": "docker", "runtime.dockerHost": "unix:///nowhere.sock" };
    await expect(kind.create({ dir: "/dev", values }, ctx)).rejects.toThrow("no Docker daemon answers");
  });
});

it.each([
  ["20Gi", 20 * 1024 ** 3],
  ["1.5G", 1.5e9],
  ["512Mi", 512 * 1024 ** 2],
  ["much", 0],
])("%s is %d bytes", (quantity, bytes) => expect(bytesOf(quantity)).toBe(bytes));
