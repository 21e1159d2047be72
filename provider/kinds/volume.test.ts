import fs from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { stackFolder, testContext } from "../testing/context.ts";
import { volumeKind as kind } from "./volume.ts";

const ctx = testContext();
let dir: string;
let folder: string;
beforeEach(() => {
  dir = stackFolder();
  folder = path.join(dir, "data", "l1");
});

const inputs = (genesis = "0x01") => ({ folder, genesis });
const diff = (genesis?: string) => kind.diff?.(folder, inputs(), {}, inputs(genesis), ctx);

describe("a volume", () => {
  it("is a folder for its owner only, and keeps what is in it", async () => {
    expect(await kind.create(inputs(), ctx)).toEqual({ id: folder, outputs: {} });
    expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
    fs.writeFileSync(path.join(folder, "chain"), "blocks");
    await kind.create(inputs(), ctx);
    expect(fs.readdirSync(folder)).toEqual(["chain"]);
    expect(await diff()).toEqual({ changed: [] });
    expect(await kind.read(folder, inputs(), {}, ctx)).toEqual({});
  });

  it("is another one with another genesis, once the old one is gone", async () => {
    await kind.create(inputs(), ctx);
    const replaced = { changed: ["genesis"], replaces: ["genesis"], deleteBeforeReplace: true };
    expect(await diff("0x02")).toEqual(replaced);
  });

  it("is made again when it is gone", async () => {
    expect(await diff()).toEqual({ changed: ["present"], reason: `${folder} is gone` });
    expect(await kind.read(folder, inputs(), {}, ctx)).toBeUndefined();
    await kind.update(folder, inputs(), {}, inputs(), ctx);
    expect(await diff()).toEqual({ changed: [] });
  });

  it("is deleted with everything in it", async () => {
    await kind.create(inputs(), ctx);
    fs.mkdirSync(path.join(folder, "geth", "chaindata"), { recursive: true });
    await kind.delete(folder, inputs(), {}, ctx);
    expect(fs.existsSync(folder)).toBe(false);
    await kind.delete(folder, inputs(), {}, ctx);
  });

  it.each([
    ["the stack's folder itself", () => dir],
    ["what only seems to be below it", () => `${dir}/data/../../elsewhere`],
    ["a relative path", () => "dev/data"],
    ["another place", () => path.join(path.dirname(dir), "elsewhere")],
  ])("never deletes %s", async (_, place) => {
    const folder = place();
    fs.mkdirSync(path.resolve(dir, folder), { recursive: true });
    expect(await kind.check?.({ folder }, undefined, ctx)).toEqual([
      { property: "folder", reason: `${folder} is not below the folder of the stack dev` },
    ]);
    await expect(kind.delete(folder, inputs(), {}, ctx)).rejects.toThrow("not below the folder");
    expect(fs.existsSync(path.resolve(dir, folder))).toBe(true);
  });
});
