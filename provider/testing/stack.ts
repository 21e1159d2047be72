import fs from "node:fs";
import path from "node:path";
import { type Outcome, TestStack } from "../../engine/conformance/harness.ts";
import type { TestProgram } from "../../engine/conformance/program.ts";
import type { OperationKind } from "../../engine/events.ts";
import type { EngineOptions } from "../../engine/options.ts";
import { launchPlugin } from "../../engine/plugin/process.ts";
import { projectRoot } from "../../lib/root.ts";

/** A project of its own whose program is declared by the test; the provider is the real plugin, a process of its own. */
export class PluginStack extends TestStack {
  /** The stack's folder, named after the stack `dev`. */
  readonly dir: string;

  constructor() {
    super();
    this.dir = path.join(this.root, "dev");
    const file = path.join(this.root, "Pulumi.yaml");
    const project = JSON.parse(fs.readFileSync(file, "utf8"));
    project.plugins.providers = [{ name: "tensora", path: path.join(projectRoot(), "provider") }];
    fs.writeFileSync(file, JSON.stringify(project));
  }

  override run(
    kind: OperationKind,
    program?: TestProgram,
    options: Partial<EngineOptions> = {},
  ): Promise<Outcome> {
    return super.run(kind, program, options, { launchPlugin });
  }

  /** Everything that is kept in files: the state with its backups, and the stack's folder. */
  everyFile(): Map<string, string> {
    const files = fs.readdirSync(this.root, { recursive: true, withFileTypes: true });
    return new Map(
      files
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
        .map((file) => [path.relative(this.root, file), fs.readFileSync(file, "utf8")]),
    );
  }
}

/** What the user is told while a run goes on, of resources and from the plugin. */
export const messagesOf = ({ events }: Outcome): string[] =>
  events.flatMap((event) => (event.kind === "log" ? [event.message] : []));
