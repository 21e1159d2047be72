import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../lib/root.ts";

/** The rooms of this project, the uppermost first: a room imports from those below it only. See docs/architecture.md. */
const FLOORS =
  `cli bench tests provider stack components steps programs subnets client chain genesis config runtimes
  monitoring toolchain engine resources spec lib`.split(/\s+/);

/** Knows the project's root by a file that only the root has, of whichever room. */
const ROOT = "lib/root.ts";

/** Rooms whose tests alone may look up: at what they are for, run end to end. */
const isTest = (file: string) => /\.test\.ts$|\/testing\/|^engine\/conformance\//.test(file);

const files = execFileSync("git", ["ls-files", "*.ts", "*.tsx"], { cwd: projectRoot(), encoding: "utf8" });
const roomOf = (file: string) => file.split("/")[0] ?? "";
const sources = files
  .split("\n")
  .filter((file) => FLOORS.includes(roomOf(file)) && !isTest(file) && file !== ROOT);

/** Files that a source names: in imports of any kind, and in paths from the project's root, put together or whole. */
function named(file: string): string[] {
  const text = fs.readFileSync(path.join(projectRoot(), file), "utf8");
  const relative = [...text.matchAll(/["'`](\.\.?\/[^"'`\n]+)["'`]/g)].map(([, to = ""]) =>
    path.posix.join(path.posix.dirname(file), to),
  );
  const fromRoot = [
    ...text.matchAll(/(?:path\.(?:join|resolve)\(|\b(?:projectRoot|root)(?:\(\))?, )"([a-z]+)"/g),
    ...text.matchAll(/"([a-z]+\/[^"\s]+)"/g),
  ].map(([, to = ""]) => to);
  return [...relative, ...fromRoot].filter((to) => FLOORS.includes(roomOf(to)));
}

test("no room imports from a room above it", () => {
  expect(sources.length).toBeGreaterThan(500);
  const floor = (file: string) => FLOORS.indexOf(roomOf(file));
  const upward = sources.flatMap((file) =>
    named(file).flatMap((to) => (floor(to) < floor(file) ? [`${file} -> ${to}`] : [])),
  );
  expect(upward).toEqual([]);
});

test("steps are proved above what is deployed, and nothing knows the list of them", () => {
  const smoke = ["genesis", "subnets", "tora", "rollup", "common"].map((room) => `steps/smoke/${room}/`);
  const deploy = ["subnets", "protocol", "settlement", "delivery"].map((room) => `steps/deploy/${room}/`);
  const rooms = [...smoke, ...deploy, "steps/common/"];
  const floor = (file: string) => rooms.findIndex((room) => file.startsWith(room));
  const inRooms = sources.filter((file) => /^steps\/.*\//.test(file));
  expect(inRooms.filter((file) => floor(file) < 0)).toEqual([]);
  const upward = inRooms.flatMap((file) =>
    named(file).flatMap((to) =>
      to.startsWith("steps/") && floor(to) < floor(file) ? [`${file} -> ${to}`] : [],
    ),
  );
  expect(upward).toEqual([]);
});

test("runtimes share a room, and know nothing of each other", () => {
  const kinds = ["process", "docker", "kubernetes"].map((kind) => `runtimes/${kind}/`);
  const across = sources.flatMap((file) => {
    const own = kinds.filter((kind) => file.startsWith(kind));
    const others = named(file).filter((to) => to.startsWith("runtimes/"));
    return own.flatMap((kind) =>
      others.flatMap((to) =>
        [kind, "runtimes/common/"].some((room) => to.startsWith(room)) ? [] : [`${file} -> ${to}`],
      ),
    );
  });
  expect(across).toEqual([]);
  const inCommon = sources.filter((file) => file.startsWith("runtimes/common/"));
  expect(inCommon.length).toBeGreaterThan(0);
  expect(inCommon.flatMap(named).filter((to) => /^runtimes\/(?!common\/)/.test(to))).toEqual([]);
});

test("the engine knows nothing of this project", () => {
  const outside = sources
    .filter((file) => roomOf(file) === "engine")
    .flatMap((file) => named(file).filter((to) => !["engine", "lib"].includes(roomOf(to))));
  expect(outside).toEqual([]);
});
