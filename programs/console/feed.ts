import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../../lib/errors.ts";
import type { PanelName, Panels, PanelUpdate } from "./state.ts";

/** One panel's source. */
export interface Reader<N extends PanelName> {
  panel: N;
  /** Milliseconds from the end of a read to the next. */
  every: number;
  read(): Promise<Panels[N]>;
}

export type AnyReader = { [N in PanelName]: Reader<N> }[PanelName];

/** A change of a panel, by a number that grows. */
export interface Change {
  id: number;
  update: PanelUpdate;
}

type Watcher = (change: Change) => void;

/**
 * What is known of every panel. It reads for all viewers together, and only while there is one; a panel whose reader
 * fails keeps what it had and says why it is old, and the others go on.
 */
export class Feed {
  private readonly known = new Map<PanelName, Change>();
  /** What was told of each panel, as JSON: a reader may change later what it has handed out. */
  private readonly told = new Map<PanelName, string>();
  /** When each panel was read last, changed or not. */
  private readonly read = new Map<PanelName, number>();
  private readonly watchers = new Set<Watcher>();
  /** The loop of each reader, ended or not: readers are never run twice at a time. */
  private readonly loops = new Map<PanelName, Promise<void>>();
  private stop = new AbortController();
  private count = 0;

  constructor(private readonly readers: readonly AnyReader[]) {}

  get viewers(): number {
    return this.watchers.size;
  }

  /** The panels that changed after a change, in that order; without one, all that are known. */
  since(id = 0): Change[] {
    return [...this.known.values()].filter((change) => change.id > id).sort((a, b) => a.id - b.id);
  }

  /** @returns what ends it */
  watch(watcher: Watcher): () => void {
    this.watchers.add(watcher);
    if (this.watchers.size === 1) this.begin();
    return () => {
      if (this.watchers.delete(watcher) && this.watchers.size === 0) this.stop.abort();
    };
  }

  private begin(): void {
    this.stop = new AbortController();
    for (const reader of this.readers) {
      const before = this.loops.get(reader.panel);
      this.loops.set(reader.panel, this.loop(reader, this.stop.signal, before));
    }
  }

  private async loop(reader: AnyReader, stop: AbortSignal, before?: Promise<void>): Promise<void> {
    await before;
    while (!stop.aborted) {
      await this.look(reader);
      await sleep(reader.every, undefined, { signal: stop }).catch(() => undefined);
    }
  }

  private async look(reader: AnyReader): Promise<void> {
    const before = this.known.get(reader.panel)?.update;
    try {
      const text = JSON.stringify(await reader.read());
      const at = Date.now();
      this.read.set(reader.panel, at);
      if (before && !before.error && this.told.get(reader.panel) === text) return;
      this.told.set(reader.panel, text);
      this.tell({ panel: reader.panel, data: JSON.parse(text), at } as PanelUpdate);
    } catch (cause) {
      const error = messageOf(cause);
      if (before?.error === error) return;
      const at = this.read.get(reader.panel) ?? Date.now();
      this.tell({ ...before, panel: reader.panel, at, error } as PanelUpdate);
    }
  }

  private tell(update: PanelUpdate): void {
    const change = { id: ++this.count, update };
    this.known.set(update.panel, change);
    for (const watcher of this.watchers) watcher(change);
  }
}
