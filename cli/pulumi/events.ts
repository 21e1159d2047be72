import type * as pulumi from "@pulumi/pulumi/automation/index.js";
import { type EngineEvent, nameOfUrn, type PropertyDifference, type StepInfo } from "../../engine/index.ts";

type Metadata = NonNullable<pulumi.EngineEvent["resourcePreEvent"]>["metadata"];

type Step = Extract<EngineEvent, { kind: "step" }>;

/** Of a step under way: when it began, what it is, and why the provider said it is taken. */
interface Begun {
  at: number;
  op: StepInfo["op"];
  reason: string | undefined;
}

/** Turns what the Pulumi CLI tells of a run into the events that the embedded engine tells of one. */
export class Translator {
  readonly #begun = new Map<string, Begun>();
  /** The provider's last word on a resource, by URN: it comes before the step that follows from it. */
  readonly #said = new Map<string, string>();
  readonly #failures = new Map<string, string>();

  /** What there is to show of an event of the CLI; most have nothing. */
  translate(event: pulumi.EngineEvent): EngineEvent | undefined {
    const { resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent } = event;
    if (resourcePreEvent) return this.#start(resourcePreEvent.metadata);
    if (resOutputsEvent) return this.#done(resOutputsEvent.metadata);
    if (resOpFailedEvent) return this.#failed(resOpFailedEvent.metadata);
    if (diagnosticEvent) return this.#diagnostic(diagnosticEvent);
    return undefined;
  }

  /** Messages of what failed, by URN; an empty one for what belongs to no resource. */
  get failures(): ReadonlyMap<string, string> {
    return this.#failures;
  }

  #start(metadata: Metadata): Step | undefined {
    const info = infoOf(metadata);
    if (!info) return undefined;
    const reason = info.op === "same" ? undefined : this.#said.get(info.urn);
    this.#said.delete(info.urn);
    this.#begun.set(info.urn, { at: performance.now(), op: info.op, reason });
    return { kind: "step", phase: "start", ...info, reason };
  }

  #done(metadata: Metadata): Step | undefined {
    const info = infoOf(metadata);
    if (!info) return undefined;
    const begun = this.#end(info.urn);
    const found = begun?.op === "refresh" ? readBack(metadata) : { op: info.op, reason: begun?.reason };
    return { kind: "step", phase: "done", ms: elapsed(begun), ...info, ...found };
  }

  #failed(metadata: Metadata): Step | undefined {
    const info = infoOf(metadata);
    if (!info) return undefined;
    const error = this.#failures.get(info.urn) ?? "it failed";
    const begun = this.#end(info.urn);
    return { kind: "step", phase: "failed", ms: elapsed(begun), error, ...info, reason: begun?.reason };
  }

  /** What was said while a step was under way is no reason for the next one. */
  #end(urn: string): Begun | undefined {
    this.#said.delete(urn);
    return this.#begun.get(urn);
  }

  #diagnostic(event: NonNullable<pulumi.EngineEvent["diagnosticEvent"]>): EngineEvent {
    const { urn, ephemeral = false } = event;
    const message = plain(event.message);
    const severity = event.severity === "info#err" ? "info" : event.severity;
    if (ephemeral && urn !== undefined) this.#said.set(urn, message);
    if (severity === "error" && !ephemeral) {
      const former = this.#failures.get(urn ?? "");
      this.#failures.set(urn ?? "", former === undefined ? message : `${former}\n${message}`);
    }
    return { kind: "log", severity, message, source: "program", urn, ephemeral };
  }
}

const elapsed = (begun: Begun | undefined): number =>
  begun === undefined ? 0 : Math.round(performance.now() - begun.at);

/** The CLI reads everything back as a step, whether or not it has drifted: what it found is in the states. */
function readBack({ old, new: next }: Metadata): Pick<StepInfo, "op" | "reason"> {
  if (next === undefined || next === null) return { op: "refresh", reason: "it no longer exists" };
  const same = JSON.stringify(old?.outputs ?? {}) === JSON.stringify(next.outputs ?? {});
  return same ? { op: "same", reason: undefined } : { op: "refresh", reason: "it has drifted" };
}

/** Operations that both engines know, by the CLI's names. */
const OPS: Readonly<Record<string, StepInfo["op"]>> = {
  same: "same",
  create: "create",
  update: "update",
  "create-replacement": "create-replacement",
  delete: "delete",
  "delete-replaced": "delete-replaced",
  "remove-pending-replace": "remove-pending",
  read: "read",
  refresh: "refresh",
};

/** The counts of a run, by the embedded engine's names. */
export function countsOf(changes: Readonly<Record<string, number>>): Partial<Record<StepInfo["op"], number>> {
  const counts: Partial<Record<StepInfo["op"], number>> = {};
  for (const [name, count] of Object.entries(changes)) {
    const op = OPS[name];
    if (op) counts[op] = (counts[op] ?? 0) + count;
  }
  return counts;
}

/** The CLI also tells of the replacement as a whole (`replace`), which is none of its parts. */
function infoOf({
  op: name,
  urn,
  type,
  old,
  new: next,
  diffs,
  detailedDiff,
}: Metadata): StepInfo | undefined {
  const op = OPS[name];
  if (!op) return undefined;
  const differences: PropertyDifference[] = detailedDiff
    ? Object.entries(detailedDiff).map(([path, { diffKind }]) => ({
        path,
        kind: diffKind.replace("-replace", "") as PropertyDifference["kind"],
        ...(diffKind.endsWith("-replace") ? { replaces: true } : {}),
      }))
    : (diffs ?? []).map((path) => ({ path, kind: "update" }));
  return { op, urn, type, name: nameOfUrn(urn), parent: (next ?? old)?.parent || undefined, differences };
}

/** The CLI marks colours in its messages as `<{%reset%}>`. */
const plain = (message: string) => message.replaceAll(/<\{%[^%]*%\}>/g, "").trimEnd();
