import { expect, test } from "vitest";
import { namingStack } from "./advice.ts";

test("every advised command names the stack, once", () => {
  const text = "see `./tensora status`, `./tensora logs l1`\n  next: `./tensora up --stack other --yes`";
  const named =
    "see `./tensora status --stack dev`, `./tensora logs l1 --stack dev`\n  next: `./tensora up --stack other --yes`";
  expect(namingStack(text, "dev")).toBe(named);
  expect(namingStack(named, "dev")).toBe(named);
});

test("a command that is about no stack stays as it is", () => {
  for (const text of ["see `./tensora doctor`", "`./tensora images update`", "`npm ci`", "run `./tensora`"])
    expect(namingStack(text, "dev")).toBe(text);
});
