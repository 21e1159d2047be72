import type { EngineEvent, OperationKind } from "../../engine/index.ts";
import { consequence, elapsed, firstLine, isOfEngine, symbol, verb } from "./format.ts";
import type { SetupEvent, View, ViewEvent } from "./view.ts";

type Ended = Extract<EngineEvent, { kind: "step"; ms: number }>;

/** Seconds between two lines about something that is still being set up. */
const HEARTBEAT = 30;

/** Lines for a pipe or a log: one for each step that ends, none for what stays the same. */
export class PlainView implements View {
  /** Of each thing that is set up: its state, and the second of its last line. */
  readonly #setup = new Map<string, { state: SetupEvent["state"]; said: number }>();

  /** URNs of what a provider was asked to do. */
  readonly #begun = new Set<string>();

  constructor(
    private readonly operation: OperationKind,
    private readonly print: (line: string) => void,
  ) {}

  show(event: ViewEvent): void {
    if (event.kind === "step" && event.phase === "start") this.#begun.add(event.urn);
    const line = this.#line(event);
    if (line !== undefined) this.print(line);
  }

  say(line: string): void {
    this.print(line);
  }

  end(): void {}

  #line(event: ViewEvent): string | undefined {
    if (event.kind === "setup") return this.#setupLine(event);
    if (event.kind === "step" && event.phase !== "start") return this.#step(event);
    // Errors come with the result, where they have their resource's name.
    if (event.kind !== "log" || event.ephemeral) return undefined;
    return event.severity === "info" || event.severity === "warning" ? event.message : undefined;
  }

  #step(event: Ended): string | undefined {
    if (isOfEngine(event.type)) return undefined;
    if (event.phase === "failed") {
      return `! ${event.name} failed (${elapsed(event.ms)}): ${firstLine(event.error)}`;
    }
    // No provider makes a component: it is there before what it consists of. What has drifted was only looked at.
    const looked = this.operation === "preview" || event.op === "refresh";
    const component = !looked && !this.#begun.has(event.urn);
    if (event.op === "same" || component) return undefined;
    const why = consequence(event);
    const tail = why === "" ? "" : `: ${why}`;
    if (this.operation === "preview") return `${symbol(event)} ${event.name} ${verb(event, "plan")}${tail}`;
    return `${symbol(event)} ${event.name} ${verb(event, "past")} (${elapsed(event.ms)})${tail}`;
  }

  #setupLine({ what, state, seconds, usual }: SetupEvent): string | undefined {
    if (state === "cached") return undefined;
    const last = this.#setup.get(what);
    if (last?.state === state && seconds - last.said < HEARTBEAT) return undefined;
    this.#setup.set(what, { state, said: seconds });
    if (state === "built") return `+ ${what} built (${elapsed(seconds * 1000)})`;
    const patience = usual === undefined ? "" : `, usually ${usual} s on two cores`;
    const doing = state === "building" ? "building" : "waiting for another build";
    return `. ${what} ${doing} (${elapsed(seconds * 1000)}${last === undefined ? patience : ""})`;
  }
}
