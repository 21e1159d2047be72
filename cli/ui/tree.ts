import type { EngineEvent, OperationKind } from "../../engine/index.ts";
import { bad, faint, good, strong, warn } from "./colours.ts";
import { clip, consequence, elapsed, firstLine, isOfEngine, kindOf, symbol, verb } from "./format.ts";
import type { SetupEvent, ViewEvent } from "./view.ts";

type Step = Extract<EngineEvent, { kind: "step" }>;

interface Node {
  step: Step;
  /** Milliseconds of the clock that the tree is given. */
  began: number;
  /** When a component's subtree was complete, or a step ended. */
  ended?: number | undefined;
  /** The last progress that the provider reported. */
  note?: string | undefined;
  children: Node[];
}

/** How a frame of the tree is drawn. */
export interface Frame {
  now: number;
  spinner: string;
  rows: number;
  columns: number;
}

/** How much of the tree is drawn: whole, without what ended inside of components that ended, or only what runs. */
const DETAILS = ["all", "open", "running"] as const;
type Detail = (typeof DETAILS)[number];

/** What a run has done so far, as a tree by parent. Knows no terminal and no clock. */
export class Tree {
  readonly #nodes = new Map<string, Node>();
  readonly #roots: Node[] = [];
  readonly #setup = new Map<string, { event: SetupEvent; at: number }>();

  constructor(private readonly operation: OperationKind) {}

  /** @param now milliseconds of a monotonic clock, the same one that frames are drawn with */
  apply(event: ViewEvent, now: number): void {
    if (event.kind === "setup") this.#setup.set(event.what, { event, at: now });
    if (event.kind === "step") this.#step(event, now);
    if (event.kind === "outputs") this.#close(event.urn, now);
    if (event.kind === "log" && event.ephemeral && event.urn !== undefined) {
      const node = this.#nodes.get(event.urn);
      if (node) node.note = firstLine(event.message);
    }
  }

  /** The lines of one frame, as many as fit: what has ended gives way to what runs. */
  frame(frame: Frame): string[] {
    const setup = this.#setupLines(frame);
    const room = frame.rows - setup.length;
    let lines: string[] = [];
    for (const detail of DETAILS) {
      lines = this.#roots.flatMap((node) => this.#lines(node, 0, detail, frame));
      if (lines.length <= room) break;
    }
    const shown = lines.length > room ? lines.slice(lines.length - room) : lines;
    return [...setup, ...shown].map((line) => clip(line, frame.columns));
  }

  /** What stays on the terminal at the end: all that was done or failed, with the components around it. */
  summary(now: number): string[] {
    const frame = { now, spinner: warn("?"), rows: Infinity, columns: Infinity };
    const changed = (node: Node): boolean => isNews(node) || node.children.some(changed);
    return this.#roots.flatMap((node) => this.#lines(node, 0, "all", frame, changed));
  }

  #step(step: Step, now: number): void {
    const known = this.#nodes.get(step.urn);
    // A replacement is made and its former one deleted under one name: the later step has the line.
    const fresh = known === undefined || (step.phase === "start" && known.step.phase !== "start");
    const began = fresh ? now - (step.phase === "start" ? 0 : step.ms) : known.began;
    const ended = step.phase === "start" ? undefined : now;
    if (known) Object.assign(known, { step, began, ended }, fresh ? { note: undefined } : {});
    else this.#add({ step, began, ended, children: [] });
  }

  #add(node: Node): void {
    this.#nodes.set(node.step.urn, node);
    const parent = node.step.parent === undefined ? undefined : this.#nodes.get(node.step.parent);
    (parent?.children ?? this.#roots).push(node);
  }

  #close(urn: string, now: number): void {
    const node = this.#nodes.get(urn);
    if (node) node.ended = now;
  }

  #setupLines({ now, spinner }: Frame): string[] {
    return [...this.#setup.values()].flatMap(({ event, at }) => {
      const { what, state, seconds, usual } = event;
      if (state === "cached") return [];
      if (state === "built") return [`${good("✓")} ${what} built ${faint(elapsed(seconds * 1000))}`];
      const doing = state === "building" ? "building" : "waiting for another build";
      const patience = usual === undefined ? "" : `, usually ${usual} s on two cores`;
      return [`${spinner} ${what} ${doing} ${faint(`${elapsed(seconds * 1000 + now - at)}${patience}`)}`];
    });
  }

  #lines(
    node: Node,
    depth: number,
    detail: Detail,
    frame: Frame,
    wanted: (node: Node) => boolean = () => true,
  ): string[] {
    if (!wanted(node)) return [];
    const inside = (level: number) =>
      node.children.flatMap((child) => this.#lines(child, level, detail, frame, wanted));
    // The stack and the providers are the engine's own: what is inside stands for itself.
    if (isOfEngine(node.step.type)) return inside(depth);
    if (detail === "running" && !runs(node)) return [];
    const line = `${"  ".repeat(depth)}${this.#line(node, frame)}`;
    const folded = detail === "open" && node.children.length > 0 && !runs(node) && !failed(node);
    if (folded) return [`${line} ${faint(`(${count(node)} inside)`)}`];
    return [line, ...inside(depth + 1)];
  }

  #line(node: Node, { now, spinner }: Frame): string {
    const { step, began, note } = node;
    const component = node.children.length > 0;
    const name = component ? strong(step.name) : step.name;
    const what = kindOf(step.type) === step.name ? name : `${name} ${faint(kindOf(step.type))}`;
    if (step.phase === "failed") {
      return `${bad("✗")} ${what} ${bad("failed")} ${faint(elapsed(step.ms))} ${firstLine(step.error)}`;
    }
    if (step.phase === "start" || runs(node)) {
      const doing = component && step.phase !== "start" ? "" : ` ${note ?? verb(step, "present")}`;
      return `${spinner} ${what}${doing} ${faint(elapsed(now - began))}`;
    }
    if (failed(node)) return `${bad("✗")} ${what}`;
    if (step.op === "same") return `${faint("·")} ${what}`;
    if (this.operation === "preview" || step.op === "refresh") {
      return `${warn(symbol(step))} ${what} ${verb(step, "plan")} ${faint(consequence(step))}`.trimEnd();
    }
    const time = faint(elapsed((endOf(node) ?? now) - began));
    if (component) return `${good("✓")} ${what} ${time}`;
    return `${good("✓")} ${what} ${verb(step, "past")} ${time} ${faint(consequence(step))}`.trimEnd();
  }
}

/** Whether it, or anything inside, has not ended. */
const runs = (node: Node): boolean => node.step.phase === "start" || node.children.some(runs);
const failed = (node: Node): boolean => node.step.phase === "failed" || node.children.some(failed);
const isNews = ({ step }: Node): boolean =>
  !isOfEngine(step.type) && (step.phase !== "done" || step.op !== "same");
/** A component's outputs are there before what it consists of. */
const endOf = (node: Node): number | undefined =>
  node.children.reduce<number | undefined>((latest, child) => {
    const end = endOf(child);
    return latest === undefined || end === undefined ? undefined : Math.max(latest, end);
  }, node.ended);
const count = (node: Node): number => node.children.reduce((sum, child) => sum + 1 + count(child), 0);
