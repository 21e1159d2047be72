import type * as pulumi from "@pulumi/pulumi/automation/index.js";
import { describe, expect, it } from "vitest";
import type { EngineEvent } from "../../engine/index.ts";
import { countsOf, Translator } from "./events.ts";

type Metadata = NonNullable<pulumi.EngineEvent["resourcePreEvent"]>["metadata"];
type State = NonNullable<Metadata["old"]>;

const TYPE = "tensora:index:Service";
const URN = `urn:pulumi:local::tensora::tensora:component:Batcher$${TYPE}::batcher`;
const PARENT = "urn:pulumi:local::tensora::tensora:component:Batcher::batcher";

const state = (outputs: Record<string, unknown> = {}): State =>
  ({ type: TYPE, urn: URN, id: "batcher", parent: PARENT, inputs: {}, outputs, provider: "" }) as State;
const metadata = (op: string, more: Partial<Metadata> = {}): Metadata =>
  ({ op, urn: URN, type: TYPE, old: state(), new: state(), provider: "", ...more }) as Metadata;
const event = (content: Partial<pulumi.EngineEvent>) => ({ sequence: 1, timestamp: 1, ...content });

const begins = (wanted: Metadata) => event({ resourcePreEvent: { metadata: wanted } });
const ends = (wanted: Metadata) => event({ resOutputsEvent: { metadata: wanted } });
const failed = (wanted: Metadata) => event({ resOpFailedEvent: { metadata: wanted, status: 1, steps: 1 } });
const says = (message: string, more: Partial<pulumi.DiagnosticEvent> = {}) =>
  event({ diagnosticEvent: { message, color: "never", severity: "info", urn: URN, ...more } });

/** What is shown of a run. */
function shown(...events: pulumi.EngineEvent[]): EngineEvent[] {
  const translator = new Translator();
  return events.flatMap((told) => translator.translate(told) ?? []);
}
const info = { urn: URN, type: TYPE, name: "batcher", parent: PARENT, differences: [] };

describe("what the Pulumi CLI tells of a run", () => {
  it("is a step that starts and ends", () => {
    expect(shown(begins(metadata("create")), ends(metadata("create")))).toEqual([
      { kind: "step", phase: "start", op: "create", ...info },
      { kind: "step", phase: "done", op: "create", ms: expect.any(Number), ...info },
    ]);
  });

  it("names each property, and which of them needs a new resource", () => {
    const kind = (diffKind: string) => ({ diffKind, inputDiff: true }) as pulumi.PropertyDiff;
    const detailedDiff = { "service.args[2]": kind("update"), dir: kind("add-replace"), env: kind("delete") };
    const [step] = shown(begins(metadata("update", { detailedDiff })));
    expect(step).toMatchObject({
      differences: [
        { path: "service.args[2]", kind: "update" },
        { path: "dir", kind: "add", replaces: true },
        { path: "env", kind: "delete" },
      ],
    });
    const [coarse] = shown(begins(metadata("update", { diffs: ["service"] })));
    expect(coarse).toMatchObject({ differences: [{ path: "service", kind: "update" }] });
  });

  it("has the provider's reason, said before the step, and not what it says meanwhile", () => {
    const reason = "restarts batcher: flags changed";
    const run = [
      says(reason, { ephemeral: true }),
      begins(metadata("update")),
      says("waiting for a block", { ephemeral: true }),
      ends(metadata("update")),
      begins(metadata("delete")),
      ends(metadata("delete")),
    ];
    const steps = shown(...run).filter(({ kind }) => kind === "step");
    expect(steps.map((step) => step.kind === "step" && [step.op, step.phase, step.reason])).toEqual([
      ["update", "start", reason],
      ["update", "done", reason],
      // What was said meanwhile was said of the update.
      ["delete", "start", undefined],
      ["delete", "done", undefined],
    ]);
  });

  it("is a failure with the provider's words, without the CLI's colours", () => {
    const message = "<{%fg 1%}>no room<{%reset%}>\n";
    const run = [
      begins(metadata("create")),
      says(message, { severity: "error" }),
      failed(metadata("create")),
    ];
    expect(shown(...run).slice(1)).toEqual([
      { kind: "log", severity: "error", message: "no room", source: "program", urn: URN, ephemeral: false },
      { kind: "step", phase: "failed", op: "create", ms: expect.any(Number), error: "no room", ...info },
    ]);
  });

  it("keeps every failure with its resource", () => {
    const translator = new Translator();
    for (const message of ["one", "two"]) translator.translate(says(message, { severity: "error" }));
    const nobody: pulumi.DiagnosticEvent = { message: "the program", color: "never", severity: "error" };
    translator.translate(event({ diagnosticEvent: nobody }));
    translator.translate(says("a passing one", { severity: "error", ephemeral: true }));
    expect([...translator.failures]).toEqual([
      [URN, "one\ntwo"],
      ["", "the program"],
    ]);
  });

  it("is drift only where reading back has found another state", () => {
    const ended = (wanted: Metadata) => shown(begins(metadata("refresh")), ends(wanted))[1];
    expect(ended(metadata("same"))).toMatchObject({ op: "same" });
    expect(ended(metadata("refresh"))).toMatchObject({ op: "same" });
    const drifted = metadata("update", { old: state({ digest: "1" }), new: state({ digest: "2" }) });
    expect(ended(drifted)).toMatchObject({ op: "refresh", reason: "it has drifted" });
    const { new: _, ...gone } = metadata("delete");
    expect(ended(gone)).toMatchObject({ op: "refresh", reason: "it no longer exists" });
  });

  it("has operations that are none of a resource's own", () => {
    expect(shown(begins(metadata("replace")), ends(metadata("replace")), event({}))).toEqual([]);
    expect(shown(begins(metadata("remove-pending-replace")))).toMatchObject([{ op: "remove-pending" }]);
  });

  it("is counted by the embedded engine's names", () => {
    expect(countsOf({ same: 3, create: 2, replace: 1, "remove-pending-replace": 1 })).toEqual({
      same: 3,
      create: 2,
      "remove-pending": 1,
    });
  });
});
