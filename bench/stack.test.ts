import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { projectRoot } from "../lib/root.ts";
import { STACK } from "./stack.ts";

const configOf = (stack: string): Record<string, unknown> =>
  parse(fs.readFileSync(path.join(projectRoot(), "stacks", `Pulumi.${stack}.yaml`), "utf8")).config;

test.each(["docker", "kubernetes"])("the stack %s is the one that a newcomer gets", (kind) => {
  const { "tensora:runtime": runtime, "tensora:ports": ports, ...rest } = configOf(kind);
  expect(rest).toEqual(configOf("local"));
  expect({ runtime, ports }).toMatchObject({ runtime: { kind }, ports: "free" });
});

test("the bench measures the stack that a newcomer gets", () => {
  const { "tensora:ports": ports, "tensora:smoke": smoke, ...rest } = configOf(STACK);
  expect(rest).toEqual(configOf("local"));
  expect({ ports, smoke }).toEqual({ ports: "free", smoke: { drills: false } });
});
