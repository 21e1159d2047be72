import crypto from "node:crypto";
import { TensoraError } from "../../lib/errors.ts";
import { differences } from "../model/difference.ts";
import { type Alias, type Goal, prerequisites, type ResourceState, simpleGoal } from "../model/resource.ts";
import {
  isProviderType,
  makeUrn,
  nameOfUrn,
  packageOfProvider,
  packageOfToken,
  providerReference,
  providerType,
  STACK_TYPE,
} from "../model/urn.ts";
import { sameValue } from "../model/values.ts";
import { type Props, secret, UNKNOWN } from "../wire.ts";
import { Cascades } from "./cascade.ts";
import { type Registration, registerCustom } from "./custom.ts";
import type { Run } from "./run.ts";

/** Takes the program's registrations and turns each into a step. */
export class Registrar {
  readonly #registered = new Set<string>();
  readonly #states = new Map<string, ResourceState>();
  readonly #formerUrns = new Map<string, string[]>();
  readonly #defaults = new Map<string, Promise<string>>();
  readonly #replaced = new Set<string>();
  /** URNs of what does not exist yet and is no target. */
  readonly #skipped = new Set<string>();
  readonly #cascades: Cascades;
  /** Outputs of the stack as the program has registered them. */
  stackOutputs: Props | undefined;

  constructor(private readonly run: Run) {
    this.#cascades = new Cascades(run, this.#registered);
  }

  get registered(): ReadonlySet<string> {
    return this.#registered;
  }

  /** The present state of a resource that was registered in this run. */
  state(urn: string): ResourceState | undefined {
    return this.#states.get(urn);
  }

  /** @throws Stopped when its step failed or did not begin; TensoraError when the registration itself is wrong */
  async register(goal: Goal): Promise<ResourceState> {
    await this.#cascades.settled();
    const urn = this.claim(goal.parent, goal.type, goal.name);
    const former = this.#findFormer(urn, goal);
    const provider = await this.#providerReference(goal);
    const registration = { goal, former, draft: draftOf(goal, urn, provider, former) };
    const state = this.#isTarget(registration)
      ? await this.#carryOut(registration)
      : await this.#leaveAlone(registration);
    this.#states.set(urn, state);
    return state;
  }

  /** Takes a URN for this run. @throws TensoraError when it is taken already */
  claim(parent: string | undefined, type: string, name: string): string {
    const urn = makeUrn(this.run.scope, parent, type, name);
    if (this.#registered.has(urn)) {
      throw new TensoraError(`two resources have the name "${name}" and the type ${type}`, {
        where: urn,
        next: ["rename one of them"],
      });
    }
    this.#registered.add(urn);
    return urn;
  }

  /** Records a resource that was not registered but read. */
  add(state: ResourceState): void {
    this.#states.set(state.urn, state);
  }

  registerOutputs(urn: string, outputs: Props): void {
    const state = this.#states.get(urn);
    if (!state) throw new TensoraError("outputs came for a resource that is not registered", { where: urn });
    // What a run leaves alone keeps its outputs; those of the stack would lack what was skipped.
    const isStack = state.type === STACK_TYPE;
    if (isStack ? this.#skipped.size > 0 : !this.run.targets.has(urn)) return;
    if (isStack) this.stackOutputs = outputs;
    if (!sameValue(state.outputs, outputs)) {
      const next = { ...state, outputs };
      this.run.snapshot.replace(state, next);
      this.#states.set(urn, next);
      this.run.steps.markChanged();
    }
    this.run.emit({ kind: "outputs", urn, outputs });
  }

  /** Reference of the engine-made provider of a package, which the stack's configuration of that name configures. */
  defaultProvider(pkg: string, version: string, url: string): Promise<string> {
    const key = [pkg, version, url].join("|");
    let reference = this.#defaults.get(key);
    if (!reference) {
      reference = this.#makeDefault(pkg, version, url);
      this.#defaults.set(key, reference);
    }
    return reference;
  }

  async #makeDefault(pkg: string, version: string, url: string): Promise<string> {
    const { values, secretKeys } = this.run.config;
    const inputs: Props = {};
    for (const [key, value] of Object.entries(values)) {
      if (!key.startsWith(`${pkg}:`)) continue;
      inputs[key.slice(pkg.length + 1)] = secretKeys.includes(key) ? secret(value) : value;
    }
    if (version) inputs.version = version;
    if (url) inputs.pluginDownloadURL = url;
    const parts = ["default", version.replaceAll(/[.+-]/g, "_"), url.replaceAll(/\W+/g, "_")];
    const goal = simpleGoal(providerType(pkg), parts.filter(Boolean).join("_"), inputs);
    const { urn, id } = await this.register(goal);
    return providerReference(urn, id ?? UNKNOWN);
  }

  async #providerReference(goal: Goal): Promise<string | undefined> {
    if (!goal.custom || isProviderType(goal.type)) return undefined;
    if (goal.provider !== "") return goal.provider;
    return this.defaultProvider(packageOfToken(goal.type), goal.version, goal.pluginDownloadUrl);
  }

  /** The stack and the engine's own providers are part of every run. @throws TensoraError for a target without its basis */
  #isTarget({ goal, draft }: Registration): boolean {
    const { targets } = this.run;
    const ofEngine = isProviderType(goal.type) && /^default(_|$)/.test(goal.name);
    if (goal.type !== STACK_TYPE && !ofEngine && !targets.has(draft.urn)) return false;
    const missing = prerequisites(draft).find((urn) => this.#skipped.has(urn));
    if (missing === undefined) return true;
    const what = `${goal.name} needs ${nameOfUrn(missing)}, which does not exist yet and is not a target`;
    throw new TensoraError(what, { where: draft.urn, next: [`target ${nameOfUrn(missing)}, too`] });
  }

  /** What is no target stays as it is recorded, or is not there yet. */
  async #leaveAlone({ goal, draft, former }: Registration): Promise<ResourceState> {
    const { run } = this;
    if (!former) {
      this.#skipped.add(draft.urn);
      return { ...draft, id: undefined, outputs: {} };
    }
    const state =
      former.urn === draft.urn
        ? former
        : { ...run.snapshot.withCurrentNames(former), urn: draft.urn, parent: draft.parent };
    if (isProviderType(goal.type)) await run.providers.get(providerReference(former.urn, former.id ?? ""));
    const commit = () => run.snapshot.commit(state, former);
    run.steps.note({ op: "same", resource: state }, commit, state !== former);
    return state;
  }

  #carryOut(registration: Registration): Promise<ResourceState> {
    const { run } = this;
    if (isProviderType(registration.goal.type)) return this.#registerProvider(registration);
    if (!registration.goal.custom) return this.#registerComponent(registration);
    return registerCustom({ run, cascades: this.#cascades, replaced: this.#replaced }, registration);
  }

  /** By its URN, by an alias, or by a name that follows from a former name of its parent. */
  #findFormer(urn: string, goal: Goal): ResourceState | undefined {
    const { scope, snapshot } = this.run;
    const parents = goal.parent === undefined ? [] : (this.#formerUrns.get(goal.parent) ?? []);
    const inherited = parents.map((parent) => makeUrn(scope, parent, goal.type, goal.name));
    const formers = [...goal.aliases.map((alias) => this.#urnOfAlias(alias, goal)), ...inherited];
    this.#formerUrns.set(urn, formers);
    for (const name of [urn, ...formers]) {
      const former = snapshot.former(name);
      if (!former) continue;
      if (name !== urn) snapshot.rename(name, urn);
      return former;
    }
    return undefined;
  }

  #urnOfAlias(alias: Alias, goal: Goal): string {
    if (typeof alias === "string") return alias;
    const { stack, project } = this.run.scope;
    const scope = { stack: alias.stack || stack, project: alias.project || project };
    const parent = alias.noParent ? undefined : alias.parent || goal.parent;
    return makeUrn(scope, parent, alias.type || goal.type, alias.name || goal.name);
  }

  async #registerComponent({ draft, former }: Registration): Promise<ResourceState> {
    // Its outputs come later; until then, and if the program fails before, the former ones hold.
    const next = { ...draft, outputs: former?.outputs ?? {} };
    const state = former && sameValue(former, next) ? former : next;
    const changed = former === undefined ? [] : differences(former.inputs, next.inputs);
    const op = former === undefined ? "create" : changed.length > 0 ? "update" : "same";
    const commit = () => this.run.snapshot.commit(state, former);
    this.run.steps.note({ op, resource: state, differences: changed }, commit, state !== former);
    return state;
  }

  async #registerProvider({ goal, draft, former }: Registration): Promise<ResourceState> {
    const { run } = this;
    const provider = await run.providers.launch(packageOfProvider(goal.type));
    const { inputs, failures } = await provider.checkConfig(draft.urn, former?.inputs ?? {}, goal.props);
    if (failures.length > 0) {
      const reasons = failures.map(({ property, reason }) => `${property}: ${reason}`);
      throw new TensoraError(`the provider's configuration is refused: ${reasons.join("; ")}`, {
        where: draft.urn,
      });
    }
    const old = former && {
      urn: draft.urn,
      id: former.id ?? "",
      inputs: former.inputs,
      outputs: former.outputs,
    };
    const diff = old && (await provider.diffConfig(old, inputs));
    const replaces = diff !== undefined && diff.replaces.length > 0;
    const changed = former ? differences(former.inputs, inputs) : [];
    const op = !former ? "create" : replaces ? "create-replacement" : changed.length > 0 ? "update" : "same";
    const id = former && !replaces ? former.id : run.dryRun ? UNKNOWN : crypto.randomUUID();
    const next: ResourceState = { ...draft, id, inputs, outputs: inputs };
    const state = former && sameValue(former, next) ? former : next;
    await provider.configure(draft.urn, id ?? UNKNOWN, inputs);
    run.providers.add(providerReference(draft.urn, id ?? UNKNOWN), provider);
    const commit = () => {
      if (former && replaces) run.snapshot.replace(former, { ...former, delete: true });
      run.snapshot.commit(state, replaces ? undefined : former);
    };
    run.steps.note({ op, resource: state, differences: changed }, commit, state !== former);
    if (replaces) this.#replaced.add(draft.urn);
    return state;
  }
}

/** The state that a goal asks for, with nothing empty in it, so that it can be compared with a recorded one. */
function draftOf(
  goal: Goal,
  urn: string,
  provider: string | undefined,
  former: ResourceState | undefined,
): ResourceState {
  return {
    urn,
    type: goal.type,
    custom: goal.custom,
    id: former?.id,
    inputs: goal.props,
    outputs: goal.props,
    parent: goal.parent,
    provider,
    dependencies: filled(goal.dependencies),
    propertyDependencies: filledMap(goal.propertyDependencies),
    protect: goal.protect || undefined,
    additionalSecretOutputs: filled(goal.additionalSecretOutputs),
    retainOnDelete: goal.retainOnDelete || undefined,
    deletedWith: goal.deletedWith,
    customTimeouts: goal.customTimeouts,
    ignoreChanges: filled(goal.ignoreChanges),
    replaceOnChanges: filled(goal.replaceOnChanges),
    sourcePosition: goal.sourcePosition,
    created: former?.created,
    modified: former?.modified,
  };
}

const filled = (list: string[]) => (list.length > 0 ? list : undefined);

function filledMap(map: Record<string, string[]>): Record<string, string[]> | undefined {
  const entries = Object.entries(map).filter(([, urns]) => urns.length > 0);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
