import { describe, expect, test } from "vitest";
import { loadObject } from "../config/index.ts";
import { containerPlacement } from "../runtimes/docker/placement.ts";
import { podPlacement } from "../runtimes/kubernetes/placement.ts";
import { processPlacement } from "../runtimes/process/placement.ts";
import { devnetOf, EXTERNAL, flagOf } from "./testing/devnet.ts";
import { type Place, servicesOf } from "./testing/services.ts";

/** Namespaces that neither change a node nor write a file. */
const HARMLESS = ["eth", "net", "txpool", "web3"];
const KINDS = ["process", "docker", "kubernetes"] as const;

/** Every service of a stack, as a runtime starts it. */
async function started(values: Record<string, unknown>, runtime: (typeof KINDS)[number]) {
  const { spec } = await devnetOf(values);
  const place: Place = (service) =>
    ({
      process: processPlacement(spec, service),
      docker: containerPlacement(spec),
      kubernetes: podPlacement(spec),
    })[runtime];
  return servicesOf(spec, place);
}
const geths = async (values: Record<string, unknown>, runtime: (typeof KINDS)[number]) =>
  (await started(values, runtime)).filter(({ program }) => program === "op-geth");
const apis = (args: string[], flag: string) => flagOf(args, flag)?.split(",") ?? [];

describe.each(KINDS)("on %s", (runtime) => {
  test.each([
    ["a local stack", {}],
    ["another one", EXTERNAL],
  ])("no page gets at what changes a chain of %s", async (_, values) => {
    for (const { name, args } of await geths(values, runtime)) {
      expect(flagOf(args, "--http.corsdomain"), name).toBeUndefined();
      expect(flagOf(args, "--http.vhosts"), name).toBe(`localhost,${name}`);
      expect(flagOf(args, "--ws.origins"), name).toBe("none://none");
      // Without an origin everybody traces.
      expect(apis(args, "--http.api"), name).toContain("debug");
      expect(apis(args, "--ws.api"), name).toContain("debug");
    }
    for (const { name, args } of await started(values, runtime)) {
      const said = args.join(" ");
      expect(said, name).not.toMatch(
        /enable-admin|enable-cors|enable-lifecycle|enable-admin-api|debug-endpoints/,
      );
    }
  });

  test("pages that are named get what is harmless, and by WebSocket alone", async () => {
    const pages = { origins: ["http://localhost:5173", "https://app.example"] };
    for (const { name, args } of await geths({ pages }, runtime)) {
      expect(flagOf(args, "--http.corsdomain"), name).toBeUndefined();
      expect(flagOf(args, "--ws.origins"), name).toBe(pages.origins.join(","));
      expect(apis(args, "--ws.api").sort(), name).toEqual(HARMLESS);
      expect(apis(args, "--http.api"), name).toContain("debug");
    }
  });
});

test.each([
  "localhost:5173",
  "http://localhost:5173/",
  "ftp://x",
  "http://*",
  "",
])("%j is no origin", async (origin) => {
  const load = loadObject({ pages: { origins: [origin] } }, { root: "/project", stack: "test" });
  await expect(load).rejects.toMatchObject({
    problems: [{ path: expect.stringContaining("pages.origins") }],
  });
});
