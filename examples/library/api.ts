import fs from "node:fs";
import path from "node:path";
import { projectRoot } from "../../lib/root.ts";

/** How docs/library.md is written anew after a change of what the package exports, or of its docstrings. */
export const REGENERATE = "npx vitest run examples/library/api.test.ts -u";

/** The file that says what the package exports. */
const ENTRY = "components/index.ts";

export interface Exported {
  name: string;
  /** Such as `class`. */
  kind: string;
  /** From the project's folder. */
  file: string;
  /** The docstring in one line; empty where there is none. */
  says: string;
}

/** Everything that the package exports, with its docstring. */
export function exported(): Exported[] {
  const entry = fs.readFileSync(path.join(projectRoot(), ENTRY), "utf8");
  const lists = entry.matchAll(/^export (?:type )?\{(?<names>[^}]*)\} from "(?<from>[^"]+)"/gm);
  return [...lists].flatMap(({ groups: { names = "", from = "" } = {} }) => {
    const file = path.join(path.dirname(ENTRY), from);
    const source = fs.readFileSync(path.join(projectRoot(), file), "utf8");
    return names.split(",").map((name) => declared(name.replace("type ", "").trim(), source, file));
  });
}

/** How a name is declared in a source, and what the docstring right before says. */
function declared(name: string, source: string, file: string): Exported {
  const pattern = `(?:/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\n)?export (?:async )?(class|interface|type|const|function) ${name}\\b`;
  const [, docstring = "", kind = ""] = new RegExp(pattern).exec(source) ?? [];
  const lines = docstring.split("\n").map((line) => line.replace(/^\s*\*? ?/, "").trim());
  return { name, kind, file, says: lines.filter(Boolean).join(" ") };
}

/** The text of docs/library.md. */
export const libraryDocs = (): string => {
  const example = fs.readFileSync(path.join(projectRoot(), "examples/library/index.ts"), "utf8");
  const rows = exported().map(({ name, kind, says }) => `| \`${name}\` | ${kind} | ${tableText(says)} |`);
  return [INTRODUCTION, "```ts", example.trimEnd(), "```", REFERENCE, ...rows, ""].join("\n");
};

const tableText = (text: string) => text.replaceAll("|", "\\|").replaceAll(/\{@link (\S+)\}/g, "`$1`");

const INTRODUCTION = `# Using the library

<!-- Written by \`${REGENERATE}\`; change components/index.ts or its docstrings instead. -->

You can use the components in your own Pulumi program. [examples/library](../examples/library/index.ts) is an example:
`;

const REFERENCE = `
To run it, copy its two files into a folder. Then run this in the folder:

\`\`\`sh
npm init -y && npm pkg set type=module
npm install /path/of/this/project @pulumi/pulumi@3.270.0 tsx
pulumi stack init dev && pulumi up
\`\`\`

This uses the Pulumi CLI. The embedded engine ([engine/index.ts](../engine/index.ts)) can run the program too; the example's test
does this. npm installs a folder as a link, so the program uses the toolchain of this project, which this project's
\`./tensora up\` builds once. The stack keeps its files in \`.tensora/dev\`, in the folder that \`root\` names.

The package exports the names below. Everything else is internal and may change.

| name | kind | description |
| --- | --- | --- |`;
