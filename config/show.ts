import { COMPUTED } from "./defaults.ts";
import { type Key, schemaTree, valueAt } from "./keys.ts";
import { checkStack, type StackRequest } from "./load.ts";
import { keptPorts } from "./ports.ts";
import type { Resolved } from "./resolve.ts";
import { parseSet } from "./set.ts";
import { ACCOUNT_ROLES, type AccountRole } from "../spec/devnet.ts";
import { SERVICES } from "../spec/services.ts";
import { readStackFile } from "./stack-file.ts";
import type { CompleteSubnet } from "./subnets.ts";

/** One value of the effective configuration. */
export interface ShownValue {
  path: string;
  /** Never a secret: of a key its address, or that it is sealed. */
  value: string | number | boolean | readonly string[] | readonly CompleteSubnet[];
  unit?: string;
  /** `default`, with how it was computed; `stack file`; `--set`; `ports.json` for a free port that was picked. */
  from: string;
}

/** Every value that is in force for a stack, and where it comes from. @throws ConfigError with all problems */
export async function showStack(request: StackRequest): Promise<{ file: string; values: ShownValue[] }> {
  const [resolved, file] = await Promise.all([
    checkStack(request),
    readStackFile(request.root, request.stack),
  ]);
  const set = parseSet(request.set ?? []);
  const kept = await keptPorts(request);
  const values: ShownValue[] = [];
  for (const key of schemaTree().keys.values()) {
    const { path } = key;
    const value = shown(key, resolved);
    const from =
      path in set ? "--set" : valueAt(file.values, path) === undefined ? byDefault(path) : "stack file";
    if (value !== undefined) values.push({ path, value, ...(key.unit ? { unit: key.unit } : {}), from });
    else if (isFreePort(path, resolved)) values.push(freePort(path, kept));
  }
  return { file: file.file, values };
}

const byDefault = (path: string) => (path in COMPUTED ? `default: ${COMPUTED[path]}` : "default");

function shown(key: Key, { config, accounts }: Resolved): ShownValue["value"] | undefined {
  const role = ACCOUNT_ROLES.find((name): name is AccountRole => key.path === `accounts.${name}`);
  if (role) {
    const account = accounts[role];
    return "address" in account ? `[key of ${account.address}]` : "[encrypted]";
  }
  const value = valueAt(config, key.path) as ShownValue["value"] | undefined;
  return key.secret && value !== undefined ? "[secret]" : value;
}

const isFreePort = (path: string, { config }: Resolved) =>
  config.ports === "free" &&
  /^services\.[^.]+\.ports\./.test(path) &&
  !(config.l1.kind === "external" && path.startsWith(`services.${SERVICES.l1.name}.`));

function freePort(path: string, kept: Awaited<ReturnType<typeof keptPorts>>): ShownValue {
  const port = valueAt({ services: nested(kept) }, path) as number | undefined;
  return port === undefined
    ? { path, value: "free", from: "chosen at the first `up`" }
    : { path, value: port, from: "ports.json" };
}

/** As in a stack file: ports below `ports`. */
const nested = (kept: Awaited<ReturnType<typeof keptPorts>>) =>
  Object.fromEntries(Object.entries(kept).map(([service, ports]) => [service, { ports }]));
