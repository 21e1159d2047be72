import { sha256 } from "../../lib/digest.ts";
import { TensoraError } from "../../lib/errors.ts";
import type { Operation, ResourceState } from "../model/resource.ts";
import { isPlainObject } from "../model/values.ts";

/** Pulumi's checkpoint format that this engine reads and writes. */
export const CHECKPOINT_VERSION = 3;
/** Semver's build metadata in the manifest's version: who wrote the state. */
const OWN_MARK = "+tensora";
/** The CLI version whose state this engine writes. */
const STATE_OF_CLI = `3.260.0${OWN_MARK}`;

/** A checkpoint file's content; secrets still encrypted. */
export interface Checkpoint {
  salt: string | undefined;
  resources: ResourceState[];
  operations: Operation[];
  /** Which engine wrote it; undefined when nobody did or it says nothing. */
  engine: "embedded" | "pulumi" | undefined;
}

export const emptyCheckpoint = (): Checkpoint => ({
  salt: undefined,
  resources: [],
  operations: [],
  engine: undefined,
});

/**
 * Reads a checkpoint.
 * @param name the stack's full name, `organization/<project>/<stack>`
 * @throws TensoraError for a torn, foreign or newer file
 */
export function parseCheckpoint(text: string, name: string, file: string): Checkpoint {
  const broken = (problem: string, next: string) => new TensoraError(problem, { where: file, next: [next] });
  const restore = "restore the newest copy from .pulumi/backups";
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw broken("the state file is incomplete: it is not valid JSON", restore);
  }
  if (!isPlainObject(json) || !isPlainObject(json.checkpoint)) {
    throw broken("the state file is not a Pulumi checkpoint", restore);
  }
  if (json.version !== CHECKPOINT_VERSION || features(json).length > 0) {
    throw broken(
      `the state file has version ${String(json.version)}, but this engine supports ${CHECKPOINT_VERSION}`,
      "use the program that wrote it",
    );
  }
  const { stack, latest } = json.checkpoint;
  if (stack !== undefined && stack !== name) {
    throw broken(
      `the state file belongs to ${String(stack)}, not to ${name}`,
      "move it back to where it belongs",
    );
  }
  const deployment = isPlainObject(latest) ? latest : {};
  const resources = arrayOf(deployment.resources).map(parseResource);
  const operations = arrayOf(deployment.pending_operations).map(
    (entry) => ({ type: entry.type, resource: parseResource(entry.resource) }) as Operation,
  );
  if ([...resources, ...operations.map((operation) => operation.resource)].some((r) => r === undefined)) {
    throw broken("the state file has an entry that is not a resource", restore);
  }
  return {
    salt: parseSalt(deployment, file),
    resources: resources as ResourceState[],
    operations,
    engine: writerOf(deployment.manifest),
  };
}

function writerOf(manifest: unknown): Checkpoint["engine"] {
  const version = isPlainObject(manifest) ? manifest.version : undefined;
  if (typeof version !== "string" || version === "") return undefined;
  return version.endsWith(OWN_MARK) ? "embedded" : "pulumi";
}

/** The text of a checkpoint, from the texts of its resources and operations. */
export function formatCheckpoint(
  name: string,
  salt: string | undefined,
  resources: string[],
  operations: string[],
): string {
  const manifest = {
    time: new Date().toISOString(),
    magic: sha256(STATE_OF_CLI),
    version: STATE_OF_CLI,
  };
  const parts = [`"manifest": ${JSON.stringify(manifest)}`];
  if (salt !== undefined) {
    parts.push(`"secrets_providers": ${JSON.stringify({ type: "passphrase", state: { salt } })}`);
  }
  const list = (items: string[]) => `[\n${items.join(",\n")}\n]`;
  if (resources.length > 0) parts.push(`"resources": ${list(resources)}`);
  if (operations.length > 0) parts.push(`"pending_operations": ${list(operations)}`);
  parts.push(`"metadata": {}`);
  const latest = `{\n${parts.join(",\n")}\n}`;
  return `{"version": ${CHECKPOINT_VERSION}, "checkpoint": {"stack": ${JSON.stringify(name)}, "latest": ${latest}}}\n`;
}

const features = (json: Record<string, unknown>) => (Array.isArray(json.features) ? json.features : []);
const arrayOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : []);

function parseResource(value: unknown): ResourceState | undefined {
  if (!isPlainObject(value) || typeof value.urn !== "string" || typeof value.type !== "string")
    return undefined;
  const { inputs = {}, outputs = {}, custom = false } = value;
  return { ...value, custom, inputs, outputs } as unknown as ResourceState;
}

function parseSalt(deployment: Record<string, unknown>, file: string): string | undefined {
  const provider = deployment.secrets_providers;
  if (!isPlainObject(provider) || provider.type === undefined || provider.type === "") return undefined;
  const salt = isPlainObject(provider.state) ? provider.state.salt : undefined;
  if (provider.type === "passphrase" && typeof salt === "string") return salt;
  throw new TensoraError(`the state's secrets are encrypted by "${String(provider.type)}"`, {
    where: file,
    next: ["use the Pulumi CLI for this stack, or change its secrets provider to passphrase"],
  });
}
