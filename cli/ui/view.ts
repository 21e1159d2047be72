import type { EngineEvent, OperationKind } from "../../engine/index.ts";
import type { ProgressEvent } from "../../toolchain/index.ts";

/** Something is set up before the engine runs, such as a program that is built. */
export interface SetupEvent extends ProgressEvent {
  kind: "setup";
  /** Seconds that it usually takes. */
  usual?: number | undefined;
}

export type ViewEvent = EngineEvent | SetupEvent;

/** What shows a run to a person. */
export interface View {
  show(event: ViewEvent): void;
  /** A line that stays, whatever else is drawn. */
  say(line: string): void;
  /** Nothing more will come: leave the terminal as it should stay. */
  end(): void;
}

/**
 * A live tree on a terminal, else plain lines.
 * @param json standard output belongs to one JSON document: progress goes to standard error
 */
export async function viewOf(operation: OperationKind, json: boolean): Promise<View> {
  const stream = json ? process.stderr : process.stdout;
  if (!stream.isTTY) {
    const { PlainView } = await import("./plain.ts");
    return new PlainView(operation, (line) => stream.write(`${line}\n`));
  }
  const { TreeView } = await import("./tree-view.ts");
  return new TreeView(operation, stream);
}
