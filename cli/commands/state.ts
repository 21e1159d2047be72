import fs from "node:fs/promises";
import { nearest } from "../../config/nearest.ts";
import {
  exportState,
  importState,
  masked,
  nameOfUrn,
  type ResourceState,
  readStack,
  repairState,
} from "../../engine/index.ts";
import { TensoraError } from "../../lib/errors.ts";
import { writeSecret } from "../../lib/files.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { root, type StackOptions, placeOf } from "../request.ts";
import { notUp, refuseElsewhere } from "../../stack/read.ts";
import { agreed } from "../ui/ask.ts";
import { faint } from "../ui/colours.ts";
import { kindOf } from "../ui/format.ts";
import { columns } from "../ui/table.ts";

/** Every resource on record, what is needed first, and what an interrupted run has left open. */
export async function listState({ stack, json = false }: StackOptions): Promise<ExitCode> {
  const { resources, operations, engine } = await readStack(root(), stack);
  const pending = operations.map(({ type, resource }) => ({ interrupted: type, ...shortOf(resource) }));
  if (json) {
    console.log(JSON.stringify({ engine, resources: resources.map(shortOf), pending }, undefined, 2));
    return EXIT.ok;
  }
  const rows = resources.map((resource) => [kindOf(resource.type), nameOf(resource), faint(resource.urn)]);
  const open = pending.map(({ interrupted, name, urn }) => [
    `interrupted while ${interrupted}`,
    name,
    faint(urn),
  ]);
  const writer = engine === undefined ? [] : [faint(`  last changed by ${WRITERS[engine]}`)];
  const lines =
    rows.length > 0 ? [...columns([...rows, ...open]), ...writer] : [`stack ${stack} has no recorded state`];
  console.log(lines.join("\n"));
  return EXIT.ok;
}

const WRITERS = { embedded: "the embedded engine", pulumi: "the Pulumi CLI" };

const shortOf = ({ urn, type, id, parent, protect }: ResourceState) => ({
  name: nameOfUrn(urn),
  type,
  urn,
  ...(id === undefined ? {} : { id }),
  ...(parent === undefined ? {} : { parent }),
  ...(protect ? { protect } : {}),
});

const nameOf = (resource: ResourceState) =>
  resource.delete ? `${nameOfUrn(resource.urn)} (to be deleted)` : nameOfUrn(resource.urn);

/** All that is on record of one resource; secrets are hidden. @throws TensoraError when there is none of that name */
export async function showState(name: string, { stack, json = false }: StackOptions): Promise<ExitCode> {
  const { resources } = await readStack(root(), stack);
  if (resources.length === 0) throw notUp(stack);
  const found = resources.filter(({ urn }) => urn === name || nameOfUrn(urn) === name);
  if (found.length === 0) {
    const meant = nearest(
      name,
      resources.map(({ urn }) => nameOfUrn(urn)),
    );
    throw new TensoraError(`there is no resource ${name}${meant ? `; did you mean ${meant}?` : ""}`, {
      next: ["`./tensora state ls` lists all resources"],
    });
  }
  const shown = found.map((resource) => masked(resource));
  if (json) console.log(JSON.stringify(found.length === 1 ? shown[0] : shown, undefined, 2));
  else {
    const { stringify } = await import("yaml");
    console.log(
      shown
        .map((resource) => stringify(resource, { lineWidth: 0 }))
        .join("---\n")
        .trimEnd(),
    );
  }
  return EXIT.ok;
}

/** The whole state, to a file or to standard output; secrets stay encrypted. */
export async function exportStack({ stack, file }: StackOptions & { file?: string }): Promise<ExitCode> {
  const text = await exportState(root(), stack);
  if (file === undefined) process.stdout.write(text);
  else await writeSecret(file, text);
  return EXIT.ok;
}

/** Puts an exported state in the place of the recorded one, which is copied aside. */
export async function importStack(file: string, options: StackOptions): Promise<ExitCode> {
  const { stack } = options;
  const text = await fs.readFile(file, "utf8").catch((cause) => {
    throw new TensoraError("the state to import cannot be read", { where: file, cause });
  });
  if (!(await agreed(`Replace the recorded state of stack ${stack}?`, options))) return EXIT.cancelled;
  const count = await importState(root(), stack, text, file, (found) =>
    refuseElsewhere(placeOf(stack), found),
  );
  console.log(`${count} resources imported; \`./tensora refresh\` compares them with the actual state`);
  return EXIT.ok;
}

/** Mends a state file that an engine refuses, and says what was wrong with it. */
export async function repairStack(options: StackOptions): Promise<ExitCode> {
  const { stack } = options;
  if (!(await agreed(`Repair the recorded state of stack ${stack}?`, options))) return EXIT.cancelled;
  const { problems, restored, lost } = await repairState(root(), stack);
  if (problems.length === 0) {
    console.log("nothing to repair");
    return EXIT.ok;
  }
  const lines = [
    ...problems,
    ...(restored === undefined ? [] : [`restored from ${restored}`]),
    ...lost.map((urn) => `removed from the state: ${urn}; the resource itself may still exist`),
    "repaired; `./tensora refresh` compares it with the actual state",
  ];
  console.log(lines.join("\n"));
  return EXIT.ok;
}
