import { describe, expect, it } from "vitest";
import { PassphraseKey } from "../secrets/passphrase.ts";
import { hasSecure, resolveConfig } from "./config.ts";
import type { Project } from "./project.ts";

const project = {
  name: "tensora",
  config: { shared: { default: 5 }, "other:key": "x" },
} as unknown as Project;

describe("configuration", () => {
  it("is merged, secrets are opened at any depth, overrides come last", async () => {
    const key = new PassphraseKey(undefined, () => "phrase");
    const sealed = await key.encrypt("hunter2");
    const again = new PassphraseKey(key.salt, () => "phrase");
    const config = {
      "tensora:l1": { url: "http://x", accounts: [{ key: { secure: sealed } }] },
      "tensora:l2": { blockTime: 2, ports: [1, 2] },
      plain: true,
    };
    const stackFile = { file: "x", encryptionSalt: key.salt, config };
    const overrides = { "l2.blockTime": 1, "tensora:l2.ports[1]": 3, fresh: { a: 1 } };
    const resolved = await resolveConfig(project, stackFile, overrides, (text) => again.decrypt(text));
    expect(resolved).toEqual({
      values: {
        "tensora:shared": "5",
        "other:key": "x",
        "tensora:l1": '{"url":"http://x","accounts":[{"key":"hunter2"}]}',
        "tensora:l2": '{"blockTime":1,"ports":[1,3]}',
        "tensora:plain": "true",
        "tensora:fresh": '{"a":1}',
      },
      secretKeys: ["tensora:l1"],
    });
    expect([hasSecure(config), hasSecure({ a: [1] })]).toEqual([true, false]);
  });
});

describe("the passphrase", () => {
  it("keeps the ciphertext of what did not change, and is not asked for without need", async () => {
    let asked = 0;
    const key = new PassphraseKey(undefined, () => {
      asked++;
      return "phrase";
    });
    expect(asked).toBe(0);
    const first = await key.encrypt("a");
    expect(await key.encrypt("a")).toBe(first);
    expect(asked).toBe(1);
    const wrong = new PassphraseKey(key.salt, () => "other");
    await expect(wrong.decrypt(first)).rejects.toThrow("the passphrase is wrong");
    await expect(new PassphraseKey(key.salt, undefined).decrypt(first)).rejects.toThrow("no passphrase");
  });

  it("stays able to open what was sealed earlier", async () => {
    const salt = "v1:aHDRWUgFbE4=:v1:WbqEEu38Xu1vJcoK:iy1Kl82HDmCtqNQ3/gf87H6eIxa+qw==";
    const key = new PassphraseKey(salt, () => "correct horse");
    expect(await key.decrypt("v1:QmXutpczrIn6bUcC:rkBP9LMArNAKH6W7VJaoEMiRYjGUIw==")).toBe("sesame");
  });
});
