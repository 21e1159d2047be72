import fs from "node:fs";
import { until } from "../../lib/wait.ts";

/** Something that exists in the test provider's world. */
export interface WorldItem {
  urn: string;
  type: string;
  inputs: Record<string, unknown>;
  /** False: it exists but does not work; the provider's diff finds out. */
  alive: boolean;
  serial: number;
}

interface WorldContent {
  serial: number;
  items: Record<string, WorldItem>;
  /** What was asked for, in order, such as `create a` and `created a`. */
  journal: string[];
  /** What goes wrong: by `<operation> <name>`, the message of the failure; `lost` ends the plugin's process. */
  faults: Record<string, string>;
  /** Operations that do not go on, by `<operation> <name>`, until the test lets them. */
  held: string[];
}

/** A world of resources kept in one JSON file, shared by the provider plugin and the test that looks at it. */
export class World {
  constructor(readonly file: string) {}

  read(): WorldContent {
    if (!fs.existsSync(this.file)) return { serial: 0, items: {}, journal: [], faults: {}, held: [] };
    return JSON.parse(fs.readFileSync(this.file, "utf8"));
  }

  change<T>(edit: (content: WorldContent) => T): T {
    const content = this.read();
    const result = edit(content);
    fs.writeFileSync(`${this.file}.next`, JSON.stringify(content));
    fs.renameSync(`${this.file}.next`, this.file);
    return result;
  }

  /** Makes an operation on a resource fail until `heal`. */
  fail(operation: string, name: string, message = "as the test wants it"): void {
    this.change((content) => {
      content.faults[`${operation} ${name}`] = message;
    });
  }

  /** Keeps an operation from going on until `release`, however long that takes. */
  hold(operation: string, name: string): void {
    this.change((content) => content.held.push(`${operation} ${name}`));
  }

  release(operation: string, name: string): void {
    this.change((content) => {
      content.held = content.held.filter((what) => what !== `${operation} ${name}`);
    });
  }

  /** Resolves when the provider has begun an operation. */
  async begun(operation: string, name: string): Promise<void> {
    const what = `${operation} ${name}`;
    await until(what, async () => this.read().journal.includes(what), { deadline: 60, every: 5 });
  }

  heal(): void {
    this.change((content) => {
      content.faults = {};
      content.held = [];
    });
  }

  /** The journal since the last call. */
  takeJournal(): string[] {
    return this.change((content) => content.journal.splice(0));
  }

  /** Names of what exists, sorted. */
  names(): string[] {
    return Object.keys(this.read().items).sort();
  }
}
