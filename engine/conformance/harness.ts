import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { OperationKind, StepOp } from "../events.ts";
import { type EngineEvent, type EngineResult, type ResourceState, readStack } from "../index.ts";
import { operate } from "../operation.ts";
import type { EngineOptions, Seams } from "../options.ts";
import type { LaunchPlugin } from "../plugin/process.ts";
import { declared, type TestProgram } from "./program.ts";
import { serveTestProvider } from "./provider.ts";
import { World } from "./world.ts";

export const PASSPHRASE = "correct horse";

export interface Outcome extends EngineResult {
  events: EngineEvent[];
  /** What was done, as `<op> <name>`, without what stayed the same and what the engine adds, in order of completion. */
  steps: string[];
}

/** The test provider in this process, over its real protocol: a new one for each launch, as plugins are. */
export const launchTestProvider: LaunchPlugin = async () => {
  const server = await serveTestProvider(() => server.close());
  return { address: `127.0.0.1:${server.port}`, end: () => server.close() };
};

/** A project in a folder of its own, with a world for its provider. */
export class TestStack {
  readonly root: string;
  readonly world: World;

  constructor(config: Record<string, unknown> = {}) {
    this.root = fs.mkdtempSync(path.join(os.tmpdir(), "engine-conformance-"));
    this.world = new World(path.join(this.root, "world.json"));
    this.configure(config);
    const project = {
      name: "conformance",
      main: "index.ts",
      stackConfigDir: "stacks",
      runtime: { name: "nodejs", options: { typescript: false, nodeargs: "--import tsx" } },
      plugins: { providers: [{ name: "test", path: "provider" }] },
      backend: { url: "file://." },
    };
    // JSON is YAML.
    fs.writeFileSync(path.join(this.root, "Pulumi.yaml"), JSON.stringify(project));
  }

  configure(config: Record<string, unknown>): void {
    fs.mkdirSync(path.join(this.root, "stacks"), { recursive: true });
    const content = { config: { "test:world": this.world.file, ...config } };
    fs.writeFileSync(path.join(this.root, "stacks/Pulumi.dev.yaml"), JSON.stringify(content));
  }

  get stateFile(): string {
    return path.join(this.root, ".pulumi/stacks/conformance/dev.json");
  }

  async run(
    kind: OperationKind,
    program: TestProgram = { resources: [] },
    options: Partial<EngineOptions> = {},
    seams: Seams = {},
  ): Promise<Outcome> {
    const events: EngineEvent[] = [];
    const { onEvent, ...rest } = options;
    const result = await operate(
      kind,
      {
        root: this.root,
        stack: "dev",
        passphrase: () => PASSPHRASE,
        onEvent: (event) => {
          events.push(event);
          onEvent?.(event);
        },
        ...rest,
      },
      { launchProgram: declared(program), launchPlugin: launchTestProvider, ...seams },
    );
    return { ...result, events, steps: stepsOf(events) };
  }

  up(program: TestProgram, options: Partial<EngineOptions> = {}, seams: Seams = {}): Promise<Outcome> {
    return this.run("up", program, options, seams);
  }

  preview(program: TestProgram): Promise<Outcome> {
    return this.run("preview", program);
  }

  destroy(): Promise<Outcome> {
    return this.run("destroy");
  }

  /** The recorded resources of the program, without the stack and the providers. */
  async recorded(): Promise<ResourceState[]> {
    const { resources } = await readStack(this.root, "dev", () => PASSPHRASE);
    return resources.filter(({ type }) => !type.startsWith("pulumi:"));
  }

  remove(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}

const QUIET: StepOp[] = ["same"];

export function stepsOf(events: EngineEvent[]): string[] {
  const steps: string[] = [];
  for (const event of events) {
    if (event.kind !== "step" || event.phase === "start" || QUIET.includes(event.op)) continue;
    if (event.type.startsWith("pulumi:")) continue;
    steps.push(event.phase === "failed" ? `failed ${event.op} ${event.name}` : `${event.op} ${event.name}`);
  }
  return steps;
}

/** How many creations of the program's resources were under way at the same time, by the order of the events. */
export function mostAtOnce({ events }: Outcome): number {
  let now = 0;
  let most = 0;
  for (const event of events) {
    if (event.kind !== "step" || event.op !== "create" || event.type.startsWith("pulumi:")) continue;
    now += event.phase === "start" ? 1 : -1;
    most = Math.max(most, now);
  }
  return most;
}
