import path from "node:path";
import { describe, expect, test } from "vitest";
import { loadStack } from "../config/index.ts";
import type { DevnetSpec } from "../spec/devnet.ts";
import { projectRoot } from "../lib/root.ts";
import { containerPlacement } from "../runtimes/docker/placement.ts";
import { podPlacement } from "../runtimes/kubernetes/placement.ts";
import { processPlacement } from "../runtimes/process/placement.ts";
import type { ServiceSpec } from "../spec/service.ts";
import { type Place, servicesOf } from "./testing/services.ts";

/**
 * What every service of a newcomer's stack is started with, on each runtime: a change of a flag is seen in review.
 * `npx vitest run components/golden.test.ts -u` writes these files anew.
 */
const golden = (name: string) => path.join(import.meta.dirname, "golden", `${name}.txt`);

const PLACES: Record<string, (spec: DevnetSpec) => Place> = {
  process: (spec) => (service) => processPlacement(spec, service),
  docker: (spec) => () => containerPlacement(spec),
  kubernetes: (spec) => () => podPlacement(spec),
};

const text = (services: readonly ServiceSpec[]) =>
  services
    .map(({ name, program, args, init }) => {
      const before = init ? [`  first: ${init.args.join(" ")}`] : [];
      return [`${name}: ${program}`, ...before, ...args.map((arg) => `  ${arg}`), ""].join("\n");
    })
    .join("\n")
    .replaceAll(projectRoot(), "<project>");

describe.each(Object.entries(PLACES))("on %s", (name, placeFor) => {
  test("services are started with what they were", async () => {
    const { spec } = await loadStack({ root: projectRoot(), stack: "local" });
    await expect(text(servicesOf(spec, placeFor(spec)))).toMatchFileSnapshot(golden(name));
  });

  test("no key is among the arguments", async () => {
    const { spec } = await loadStack({ root: projectRoot(), stack: "local" });
    expect(text(servicesOf(spec, placeFor(spec)))).not.toContain("1".repeat(64));
  });
});
