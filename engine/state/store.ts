import fs from "node:fs/promises";
import path from "node:path";
import { TensoraError } from "../../lib/errors.ts";
import { readIfThere, writeSecret } from "../../lib/files.ts";
import type { Operation, ResourceState } from "../model/resource.ts";
import type { PassphraseKey } from "../secrets/passphrase.ts";
import { openProps, sealProps } from "../secrets/seal.ts";
import { hasSecret } from "../wire.ts";
import { type Checkpoint, emptyCheckpoint, formatCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import type { Snapshot } from "./snapshot.ts";

const BACKUPS_KEPT = 10;

/** Where a stack's state lives: the layout of Pulumi's own file backend. */
export class StateFolder {
  readonly file: string;
  readonly lockFolder: string;
  readonly name: string;
  readonly #backups: string;

  constructor(
    private readonly root: string,
    project: string,
    private readonly stack: string,
  ) {
    this.name = `organization/${project}/${stack}`;
    this.file = path.join(root, ".pulumi/stacks", project, `${stack}.json`);
    this.lockFolder = path.join(root, ".pulumi/locks/organization", project, stack);
    this.#backups = path.join(root, ".pulumi/backups", project, stack);
  }

  /** The recorded state; a stack that was never deployed is empty. */
  async read(): Promise<Checkpoint> {
    const text = await readIfThere(this.file);
    return text === undefined ? emptyCheckpoint() : parseCheckpoint(text, this.name, this.file);
  }

  /** Replaces the state file in one step, readable by its owner only. @throws TensoraError when the disk refuses. */
  async write(text: string): Promise<void> {
    try {
      await writeSecret(this.file, text);
      const folder = await fs.open(path.dirname(this.file), "r");
      // The rename itself is on the disk only when its folder is.
      await folder.sync().finally(() => folder.close());
    } catch (cause) {
      throw new TensoraError("the state could not be written", {
        where: this.file,
        cause,
        next: [
          "free some space or correct the permissions, then run it again: it continues where it stopped",
        ],
      });
    }
  }

  /** The copies that were put aside, the newest first. */
  async backups(): Promise<string[]> {
    const names = await fs.readdir(this.#backups).catch(() => []);
    const copies = names.filter((name) => name.endsWith(".json"));
    return copies
      .sort()
      .reverse()
      .map((name) => path.join(this.#backups, name));
  }

  /** Copies the state file aside before a run changes it, and keeps the newest few copies. */
  async backUp(): Promise<void> {
    const text = await readIfThere(this.file);
    await this.#ensureMeta();
    if (text === undefined) return;
    const nanoseconds = `${Date.now()}${String(process.hrtime.bigint() % 1_000_000n).padStart(6, "0")}`;
    await writeSecret(path.join(this.#backups, `${this.stack}.${nanoseconds}.json`), text);
    for (const old of (await this.backups()).slice(BACKUPS_KEPT)) await fs.rm(old, { force: true });
  }

  /** The CLI takes a folder for a state store of the present layout by this file. */
  async #ensureMeta(): Promise<void> {
    const meta = path.join(this.root, ".pulumi/meta.yaml");
    if ((await readIfThere(meta)) === undefined) await writeSecret(meta, "version: 1\n");
  }
}

/** Turns a snapshot into the text of its file; the text of a resource that did not change is kept. */
export class SnapshotText {
  readonly #texts = new WeakMap<ResourceState, string>();

  constructor(
    private readonly name: string,
    private readonly key: PassphraseKey,
  ) {}

  /** The parts that say whether anything changed, without the time of writing. */
  async parts(snapshot: Snapshot): Promise<{ resources: string[]; operations: string[] }> {
    // Both lists are taken at the same moment: what follows may be interleaved with further steps.
    const resources = snapshot.resources();
    const operations = [...snapshot.operations];
    return {
      resources: await Promise.all(resources.map((resource) => this.#resource(resource))),
      operations: await Promise.all(operations.map((operation) => this.#operation(operation))),
    };
  }

  format(parts: { resources: string[]; operations: string[] }): string {
    return formatCheckpoint(this.name, this.key.salt, parts.resources, parts.operations);
  }

  async #resource(resource: ResourceState): Promise<string> {
    const known = this.#texts.get(resource);
    if (known !== undefined) return known;
    const text = JSON.stringify(await sealed(resource, this.key), null, 4);
    this.#texts.set(resource, text);
    return text;
  }

  async #operation(operation: Operation): Promise<string> {
    const text = JSON.stringify(await sealed(operation.resource, this.key));
    return `{"type": ${JSON.stringify(operation.type)}, "resource": ${text}}`;
  }
}

/** A resource as the file has it: secrets encrypted, what is empty or false left out. */
async function sealed(resource: ResourceState, key: PassphraseKey): Promise<Record<string, unknown>> {
  const seal = (props: ResourceState["inputs"]) => (hasSecret(props) ? sealProps(props, key) : props);
  const whole: Record<string, unknown> = {
    ...resource,
    inputs: await seal(resource.inputs),
    outputs: await seal(resource.outputs),
  };
  return Object.fromEntries(
    Object.entries(whole).filter(([name, value]) => name === "custom" || !isEmpty(value)),
  );
}

const isEmpty = (value: unknown): boolean => {
  if (value === undefined || value === false) return true;
  return value !== null && typeof value === "object" && Object.keys(value).length === 0;
};

/** A checkpoint's resources with their secrets opened. */
export async function openResources(
  resources: readonly ResourceState[],
  key: PassphraseKey,
): Promise<ResourceState[]> {
  return Promise.all(resources.map((resource) => openResource(resource, key)));
}

export async function openResource(resource: ResourceState, key: PassphraseKey): Promise<ResourceState> {
  if (!hasSecret(resource.inputs) && !hasSecret(resource.outputs)) return resource;
  return {
    ...resource,
    inputs: await openProps(resource.inputs, key),
    outputs: await openProps(resource.outputs, key),
  };
}
