import path from "node:path";
import { readIfThere, writeAtomic } from "../lib/files.ts";
import { configurationDocs } from "./docs.ts";
import { jsonSchema } from "./json-schema.ts";

/** Files of the project that the schema determines, by path from the project's folder. */
export const generatedFiles = (): Record<string, string> => ({
  "stacks/schema.json": `${JSON.stringify(jsonSchema(), undefined, 2)}\n`,
  "docs/configuration.md": configurationDocs(),
});

/** Writes them anew. @returns the paths of those that were not current */
export async function writeGenerated(root: string): Promise<string[]> {
  const written: string[] = [];
  for (const [name, content] of Object.entries(generatedFiles())) {
    const file = path.join(root, name);
    if ((await readIfThere(file)) === content) continue;
    await writeAtomic(file, content);
    written.push(name);
  }
  return written;
}
