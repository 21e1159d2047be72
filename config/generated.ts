import { configurationDocs } from "./docs.ts";
import { jsonSchema } from "./json-schema.ts";

/** How they are written anew after a change of this folder. */
export const REGENERATE = "npx vitest run config/generated.test.ts -u";

/** Files of the project that the schema determines, by path from the project's folder. */
export const generatedFiles = (): Record<string, string> => ({
  "stacks/schema.json": `${JSON.stringify(jsonSchema(), undefined, 2)}\n`,
  "docs/configuration.md": configurationDocs(REGENERATE),
});
