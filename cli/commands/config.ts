import { checkStack, jsonSchema, showStack } from "../../config/index.ts";
import { ConfigError } from "../../lib/errors.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { root, type StackOptions } from "../request.ts";
import { faint, good } from "../ui/colours.ts";
import { columns } from "../ui/table.ts";

const requestOf = ({ stack, set = [] }: StackOptions) => ({ root: root(), stack, set });

/** Every value in force, and where it comes from; secrets are hidden. @throws ConfigError with all problems */
export async function showConfig(options: StackOptions): Promise<ExitCode> {
  const { file, values } = await showStack(requestOf(options));
  if (options.json) {
    console.log(JSON.stringify({ file, values }, undefined, 2));
    return EXIT.ok;
  }
  const rows = values.map(({ path, value, unit = "", from }) => [
    path,
    textOf(value),
    faint(unit),
    faint(from),
  ]);
  console.log([file, ...columns(rows)].join("\n"));
  return EXIT.ok;
}

/** The JSON Schema of a stack file, for editors. */
export async function printSchema(): Promise<ExitCode> {
  console.log(JSON.stringify(jsonSchema(), undefined, 2));
  return EXIT.ok;
}

/** Says all problems of a stack file at once. */
export async function checkConfig(options: StackOptions): Promise<ExitCode> {
  const { stack, json = false } = options;
  try {
    await checkStack(requestOf(options));
  } catch (error) {
    if (!json || !(error instanceof ConfigError)) throw error;
    console.log(JSON.stringify({ stack, problems: error.problems }, undefined, 2));
    return EXIT.failed;
  }
  console.log(json ? JSON.stringify({ stack, problems: [] }) : good(`stack ${stack}: no problem`));
  return EXIT.ok;
}

/** A list may have maps, such as subnets. */
const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(textOf).join(", ")}]`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
};
