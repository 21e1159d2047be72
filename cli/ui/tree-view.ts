import { createLogUpdate } from "log-update";
import type { OperationKind } from "../../engine/index.ts";
import { faint, running, warn } from "./colours.ts";
import { elapsed } from "./format.ts";
import { Tree } from "./tree.ts";
import type { View, ViewEvent } from "./view.ts";

const SPINNER = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const INTERVAL_MS = 100;

/** A live tree of resources and steps with elapsed times, redrawn in place on a terminal. */
export class TreeView implements View {
  readonly #tree: Tree;
  readonly #update: ReturnType<typeof createLogUpdate>;
  readonly #began = performance.now();
  readonly #timer: NodeJS.Timeout;
  #frame = 0;
  #ended = false;

  constructor(
    operation: OperationKind,
    private readonly stream: NodeJS.WriteStream,
  ) {
    this.#tree = new Tree(operation);
    this.#update = createLogUpdate(stream);
    this.#timer = setInterval(() => this.#draw(), INTERVAL_MS);
  }

  show(event: ViewEvent): void {
    this.#tree.apply(event, performance.now());
    // Errors come with the result, where they have their resource's name.
    if (event.kind !== "log" || event.ephemeral) return;
    if (event.severity === "info") this.say(event.message);
    if (event.severity === "warning") this.say(warn(event.message));
  }

  say(line: string): void {
    this.#update.clear();
    this.stream.write(`${line}\n`);
    if (!this.#ended) this.#draw();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#timer);
    this.#update.clear();
    this.#update.done();
    for (const line of this.#tree.summary(performance.now())) this.stream.write(`${line}\n`);
  }

  #draw(): void {
    this.#frame = (this.#frame + 1) % SPINNER.length;
    const now = performance.now();
    const spinner = running(SPINNER[this.#frame] ?? "");
    const lines = this.#tree.frame({
      now,
      spinner,
      rows: this.stream.rows - 2,
      columns: this.stream.columns,
    });
    const time = faint(elapsed(now - this.#began));
    this.#update(lines.length === 0 ? `${spinner} starting ${time}` : [...lines, time].join("\n"));
  }
}
