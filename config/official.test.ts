import { writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { OFFICIAL } from "../toolchain/images/official.ts";
import { withDefaults } from "./defaults.ts";
import { officialImages } from "./official.ts";
import { problemsOf } from "./testing/problems.ts";

const DIGEST = `sha256:${"ab".repeat(32)}`;
const entry = (program: string, digest = DIGEST) =>
  `${program}: { image: "registry.example.org/${program}:v1", digest: ${digest} }\n`;

async function lockOf(text: string): Promise<string> {
  const file = path.join(await mkdtemp(`${os.tmpdir()}/tensora-lock-`), "images.lock.yaml");
  writeFileSync(file, text);
  return file;
}
const official = (imageLock?: string) => ({
  kind: "docker" as const,
  images: "official" as const,
  ...(imageLock === undefined ? {} : { imageLock }),
});
const all = (text = entry) =>
  Object.keys(OFFICIAL)
    .map((program) => text(program))
    .join("");

test("a stack makes its images unless it asks for others", async () => {
  expect(await officialImages(withDefaults({}).runtime)).toEqual({ images: {}, problems: [] });
});

test("official images are named by their digests", async () => {
  const { runtime } = withDefaults({ runtime: official(await lockOf(all())) });
  const { images, problems } = await officialImages(runtime);
  expect(problems).toEqual([]);
  expect(images["op-node"]).toBe(`registry.example.org/op-node:v1@${DIGEST}`);
  expect(Object.keys(images)).toEqual(Object.keys(OFFICIAL));
});

test("an image whose digest nobody has looked up is refused, each by its name", async () => {
  const file = await lockOf(
    all((program) => entry(program, program === "op-node" ? "not verified" : DIGEST)),
  );
  expect(await problemsOf({ runtime: official(file) })).toEqual([
    {
      path: "runtime.images",
      problem: "is official, but the digest of registry.example.org/op-node:v1 is not verified",
      fix: expect.stringContaining("./tensora images update"),
    },
  ]);
});

test("the project's own lock file is taken where no other is named", async () => {
  const { images, problems } = await officialImages(withDefaults({ runtime: official() }).runtime);
  expect(Object.keys(images).length + problems.length).toBe(Object.keys(OFFICIAL).length);
});

test("a lock file that is missing or broken is told of by its path", async () => {
  for (const file of ["/nowhere.yaml", await lockOf("op-node: 1\n")])
    expect(await problemsOf({ runtime: official(file) })).toMatchObject([
      { path: "runtime.imageLock", fix: `correct ${file}` },
    ]);
});
