import type { Project } from "../project/project.ts";
import { PluginClient } from "./client.ts";
import { type LaunchPlugin, launchPlugin } from "./process.ts";
import type { Provider } from "./provider.ts";

export interface LauncherOptions {
  project: Project;
  engineAddress: string;
  /** Environment of the plugins, without the passphrase. */
  environment: NodeJS.ProcessEnv;
  onLine(pkg: string, line: string): void;
  launch?: LaunchPlugin | undefined;
}

/** Starts plugins, one process for each provider resource, and ends them all. */
export class PluginLauncher {
  readonly #early = new Map<string, Promise<Provider>>();
  readonly #live = new Set<Provider>();
  #closed = false;

  constructor(private readonly options: LauncherOptions) {}

  /** Starts the plugin of a package ahead of its first use, in parallel with the program. */
  startEarly(pkg: string): void {
    const starting = this.#start(pkg);
    starting.catch(() => undefined);
    this.#early.set(pkg, starting);
  }

  /** A plugin of its own for one provider resource. */
  launch(pkg: string): Promise<Provider> {
    const early = this.#early.get(pkg);
    this.#early.delete(pkg);
    return early ?? this.#start(pkg);
  }

  async cancel(): Promise<void> {
    await Promise.all([...this.#live].map((provider) => provider.cancel()));
  }

  close(): void {
    this.#closed = true;
    for (const provider of this.#live) provider.close();
    this.#live.clear();
  }

  async #start(pkg: string): Promise<Provider> {
    const { project, engineAddress, environment, onLine } = this.options;
    const launch = this.options.launch ?? launchPlugin;
    const onOwnLine = (line: string) => onLine(pkg, line);
    const process = await launch({ pkg, project, engineAddress, environment, onLine: onOwnLine });
    if (this.#closed) {
      process.end();
      throw new Error("the run has ended");
    }
    const provider = await PluginClient.connect(pkg, process, engineAddress, project.root);
    this.#live.add(provider);
    if (this.#closed) provider.close();
    return provider;
  }
}
