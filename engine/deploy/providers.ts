import { TensoraError } from "../../lib/errors.ts";
import { idOfReference, packageOfProvider, urnOfReference } from "../model/urn.ts";
import type { PluginLauncher } from "../plugin/launcher.ts";
import type { Provider } from "../plugin/provider.ts";
import type { Snapshot } from "../state/snapshot.ts";

/** Configured providers by their reference. Those of the last deployment are started when they are first needed. */
export class Providers {
  readonly #configured = new Map<string, Promise<Provider>>();
  readonly #recorded = new Map<string, { type: string; inputs: Record<string, unknown> }>();

  constructor(
    private readonly launcher: PluginLauncher,
    snapshot: Snapshot,
  ) {
    for (const resource of snapshot.base) {
      this.#recorded.set(`${resource.urn}::${resource.id}`, resource);
    }
  }

  launch(pkg: string): Promise<Provider> {
    return this.launcher.launch(pkg);
  }

  add(reference: string, provider: Provider): void {
    this.#configured.set(reference, Promise.resolve(provider));
  }

  /** The provider of a reference. @throws TensoraError when no provider of that name was ever registered */
  get(reference: string): Promise<Provider> {
    const configured = this.#configured.get(reference) ?? this.#configureRecorded(reference);
    this.#configured.set(reference, configured);
    return configured;
  }

  async #configureRecorded(reference: string): Promise<Provider> {
    const recorded = this.#recorded.get(reference);
    if (!recorded) throw new TensoraError(`there is no provider ${reference}`, { where: "the state file" });
    const provider = await this.launcher.launch(packageOfProvider(recorded.type));
    await provider.configure(urnOfReference(reference), idOfReference(reference), recorded.inputs);
    return provider;
  }
}
