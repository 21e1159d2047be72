import path from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "../lib/root.ts";
import { generatedFiles, REGENERATE } from "./generated.ts";
import { jsonSchema } from "./json-schema.ts";
import { schemaTree } from "./keys.ts";
import { RULES } from "./validate.ts";

it.each(
  Object.entries(generatedFiles()),
)(`%s is what config/ says, or: ${REGENERATE}`, async (name, content) => {
  await expect(content).toMatchFileSnapshot(path.join(projectRoot(), name));
});

type Node = { properties?: Record<string, Node>; description?: string; additionalProperties?: unknown };

describe("the JSON Schema", () => {
  const config = (jsonSchema() as Node).properties?.config as Node;
  const at = (dotted: string) =>
    `tensora:${dotted}`.split(".").reduce<Node | undefined>((node, name) => node?.properties?.[name], config);

  it("describes every key, and refuses unknown ones in every group", () => {
    const { keys, groups } = schemaTree();
    expect(keys.size).toBeGreaterThan(80);
    for (const dotted of keys.keys()) expect(at(dotted)?.description, dotted).toMatch(/\w/);
    for (const dotted of groups.keys()) {
      if (dotted !== "") expect(at(dotted)?.additionalProperties, dotted).toBe(false);
    }
    expect(config.additionalProperties).toBe(false);
  });

  it("has no word of this program's own", () => {
    expect(JSON.stringify(jsonSchema())).not.toMatch(/"(unit|form|secret)":/);
  });

  it("has units and defaults", () => {
    expect(at("l1.blockTime")).toMatchObject({
      default: 3,
      description: expect.stringContaining("Unit: seconds."),
    });
    expect(at("l2.sequencerWindow")?.description).toContain("Default: 12 hours, in L1 blocks.");
    expect(at("l2.sequencerWindow")).not.toHaveProperty("default");
  });
});

it("the documentation has every key and every rule", () => {
  const text = generatedFiles()["docs/configuration.md"] as string;
  for (const dotted of schemaTree().keys.keys()) expect(text).toContain(`| \`${dotted}\` |`);
  for (const { says } of RULES) expect(text).toContain(`- ${says}`);
});
