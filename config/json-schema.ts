import { z } from "zod";
import { COMPUTED, withDefaults } from "./defaults.ts";
import { type Key, schemaTree, valueAt } from "./keys.ts";
import { stackSchema } from "./schema.ts";
import { NAMESPACE } from "./stack-file.ts";

interface Node {
  properties?: Record<string, Node>;
  description?: string;
  default?: unknown;
  [keyword: string]: unknown;
}

/** The JSON Schema of a stack file, for editors: every key with its description, unit and default. */
export function jsonSchema(): Record<string, unknown> {
  const { $schema, ...root } = z.toJSONSchema(stackSchema, { target: "draft-7", io: "input" }) as Node;
  const defaults = withDefaults({});
  for (const key of schemaTree().keys.values()) annotate(nodeAt(root, key.path), key, defaults);
  const sections = Object.entries(root.properties ?? {}).map(([name, node]) => [NAMESPACE + name, node]);
  return {
    $schema,
    title: "A Tensora stack",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: Object.fromEntries(sections),
        // Other packages of Pulumi have namespaces of their own.
        patternProperties: { [`^(?!${NAMESPACE})[^:]+:`]: {} },
        additionalProperties: false,
      },
      encryptionsalt: {
        type: "string",
        description: "Written by Pulumi: the salt for the stack's passphrase.",
      },
      encryptedkey: { type: "string", description: "Written by Pulumi." },
      secretsprovider: {
        type: "string",
        description: "Written by Pulumi: what encrypts the stack's secrets.",
      },
      environment: { description: "Pulumi environments that the stack imports." },
    },
    additionalProperties: false,
  };
}

function nodeAt(root: Node, path: string): Node {
  return path.split(".").reduce((node, name) => {
    const next = node.properties?.[name];
    if (!next) throw new Error(`the JSON Schema has no ${path}`);
    return next;
  }, root);
}

function annotate(node: Node, key: Key, defaults: unknown): void {
  for (const own of ["unit", "form", "secret"]) delete node[own];
  const unit = key.unit === undefined ? "" : ` Unit: ${key.unit}.`;
  const computed = COMPUTED[key.path] === undefined ? "" : ` Default: ${COMPUTED[key.path]}.`;
  node.description = `${key.description}${unit}${computed}`;
  const value = valueAt(defaults, key.path);
  if (value !== undefined && computed === "") node.default = value;
}
