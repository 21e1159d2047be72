import { COMPUTED, withDefaults } from "./defaults.ts";
import { formOf, type Key, schemaTree, valueAt } from "./keys.ts";
import { NAMESPACE } from "./stack-file.ts";
import { RULES } from "./validate.ts";

const introduction = (regenerate: string) => `# Configuration

<!-- Written by \`${regenerate}\`; change config/ instead. -->

A stack is one file, \`stacks/Pulumi.<stack>.yaml\`, with these keys below \`config:\`. Keys that you leave out take their
defaults; unknown keys are refused. \`./tensora config check\` reports all problems at once. \`./tensora config show\` lists
the effective values and where each comes from. \`--set path=value\` overrides one value for a single run, such as
\`--set batcher.interval=4\`. Editors read the same rules from \`stacks/schema.json\`.

Genesis fixes \`l1.chainId\`, \`l1.blockTime\`, everything below \`l2\`, and the accounts: these values cannot change while the
stack exists.
`;

const PRIVATE_KEYS = `
Set keys as Pulumi secrets with \`pulumi config set --secret --path 'tensora:accounts.batcher'\`: this encrypts them in the
stack file with the stack's passphrase. Without the Pulumi CLI, you can write them in plain text, in quotes, if the stack file
has mode 0600. Keys are refused as arguments. The development keys come from the mnemonic
\`test test test test test test test test test test test junk\`, one index per role in the order below.
`;

const FREE_PORTS = `
With \`ports: free\`, every port that the stack file does not set is chosen once, between 20000 and 32000, and kept in
\`.tensora/<stack>/ports.json\`. Two stacks of one project never get the same port.
`;

/**
 * The text of docs/configuration.md: every key with its type, unit, default and meaning, and every refusal.
 * @param regenerate the command that writes it
 */
export function configurationDocs(regenerate: string): string {
  const tree = schemaTree();
  const defaults = withDefaults({});
  const sections = (tree.groups.get("")?.names ?? []).map((name) => section(name, defaults));
  const rules = RULES.map(({ says }) => `- ${says}`);
  return [
    introduction(regenerate),
    ...sections,
    "## Rules",
    "",
    "A stack file that breaks one of these rules is refused.",
    "",
    ...rules,
    "",
  ].join("\n");
}

function section(name: string, defaults: unknown): string {
  const { keys, groups } = schemaTree();
  const group = groups.get(name);
  const own = [...keys.values()].filter(({ path }) => path === name || path.startsWith(`${name}.`));
  const extra = { accounts: PRIVATE_KEYS, ports: FREE_PORTS }[name] ?? "";
  return [
    `## ${NAMESPACE}${name}`,
    "",
    ...(group ? [group.description, ...(extra ? [extra.trimEnd()] : []), ""] : []),
    "| key | type | unit | default | meaning |",
    "|---|---|---|---|---|",
    ...own.map((key) => row(key, defaults)),
    ...(group || !extra ? [] : [extra.trimEnd()]),
    "",
  ].join("\n");
}

const row = (key: Key, defaults: unknown) =>
  `| \`${key.path}\` | ${formOf({ ...key, unit: undefined as never })} | ${key.unit ?? ""} | ${defaultOf(key, defaults)} | ${key.description} |`;

function defaultOf({ path }: Key, defaults: unknown): string {
  const computed = COMPUTED[path];
  if (computed !== undefined) return computed;
  const value = valueAt(defaults, path);
  if (value === undefined) return "";
  return typeof value === "string" ? `\`${value}\`` : JSON.stringify(value);
}
