import type { DevnetOutputs } from "../components/outputs.ts";
import type { StepInputs } from "../resources/step.ts";
import {
  masked,
  nameOfUrn,
  type ResourceState,
  readStack,
  STACK_TYPE,
  type StackSnapshot,
} from "../engine/index.ts";
import { unwrapSecrets } from "../engine/wire.ts";
import type { ChainEndpoint } from "../chain/chains.ts";
import { placeElsewhere } from "../lib/elsewhere.ts";
import { TensoraError } from "../lib/errors.ts";
import type { ClusterEndpoint } from "../runtimes/kubernetes/client.ts";
import { passphrase } from "./passphrase.ts";
import { type RecordedService, servicesOf } from "./recorded.ts";

/** A stack of a project, whose passphrase is where it always is. */
export const placeIn = (root: string, stack: string): StackPlace => ({
  root,
  stack,
  passphrase: () => passphrase(root),
});

/** Which stack is read, and where. */
export interface StackPlace {
  /** The project's folder. */
  root: string;
  stack: string;
  /** Asked for only when a secret is met. */
  passphrase(): Promise<string>;
}

/** Types of this project's own provider. */
const OWN = "tensora:";
const STEP_TYPE = "tensora:index:Step";

/**
 * What is on record of a stack, for commands that act on it or ask what it runs.
 * @param secrets whether secrets are opened
 * @throws TensoraError when the state places anything in the folder of another checkout
 */
export async function readOwnStack(place: StackPlace, secrets = false): Promise<StackSnapshot> {
  const snapshot = await readStack(place.root, place.stack, secrets ? place.passphrase : undefined);
  refuseElsewhere(place, snapshot);
  return snapshot;
}

/** @throws TensoraError as {@link readOwnStack} does */
export function refuseElsewhere(
  { root, stack }: Pick<StackPlace, "root" | "stack">,
  { resources, operations }: Pick<StackSnapshot, "resources" | "operations">,
): void {
  const all = [...resources, ...operations.map(({ resource }) => resource)];
  for (const { inputs } of all.filter(({ type }) => type.startsWith(OWN))) {
    const problem = placeElsewhere(inputs, { root, stack });
    if (problem) throw problem;
  }
}

/** The outputs of a stack as the last complete `up` left them. @throws TensoraError when there are none */
export async function readOutputs(place: StackPlace): Promise<DevnetOutputs> {
  const { resources } = await readOwnStack(place);
  const outputs = resources.find(({ type }) => type === STACK_TYPE)?.outputs;
  if (outputs === undefined || Object.keys(outputs).length === 0) throw notUp(place.stack);
  return shownOutputs(outputs);
}

/** How the L1 of a stack is reached: of an external one the outputs have scheme and host only. @throws as readOutputs */
export async function readL1(place: StackPlace): Promise<ChainEndpoint> {
  const [outputs, { resources }] = await Promise.all([
    readOutputs(place),
    readStack(place.root, place.stack),
  ]);
  const chainId = outputs.l1.chainId;
  // Only a URL that is secret needs the passphrase.
  const rpcUrl = l1UrlOf(ofType({ resources }, STEP_TYPE).map(({ inputs }) => inputs.inputs));
  if (rpcUrl !== undefined) return { rpcUrl, chainId };
  const opened = l1UrlOf((await readSteps(place)).map(({ inputs }) => inputs));
  return { rpcUrl: opened ?? outputs.l1.rpcUrl, chainId };
}

/** The first URL of an L1 among the inputs of steps that can be read. */
const l1UrlOf = (inputs: readonly unknown[]): string | undefined =>
  inputs
    .map((own) => (own as { l1?: { rpcUrl?: unknown } } | undefined)?.l1?.rpcUrl)
    .find((url) => typeof url === "string");

/** A stack's outputs without what is secret. */
export const shownOutputs = (outputs: Record<string, unknown>) => masked(outputs) as DevnetOutputs;

/** The services that a stack's state has, even where `up` did not come to its end. Secrets stay encrypted. */
export async function readServices(place: StackPlace): Promise<RecordedService[]> {
  const { resources } = await readOwnStack(place);
  const there = resources.filter((resource) => !resource.delete);
  const configOf = (pkg: string): Record<string, unknown> =>
    there.find(({ type }) => type === `pulumi:providers:${pkg}`)?.inputs ?? {};
  const { kubeconfig, context = "", namespace = "" } = configOf("kubernetes") as Partial<ClusterEndpoint>;
  return servicesOf(there, {
    docker: String(configOf("docker").host ?? ""),
    kubernetes: { ...(kubeconfig === undefined ? {} : { kubeconfig }), context, namespace },
  });
}

/** A step of a stack with the inputs that it last ran with. */
export interface StackStep {
  /** Of the resource. */
  name: string;
  step: string;
  inputs: Record<string, unknown>;
}

/** The steps of a stack with their secrets opened, in memory only. */
export async function readSteps(place: StackPlace): Promise<StackStep[]> {
  return ofType(await readOwnStack(place, true), STEP_TYPE).map(({ urn, inputs }) => {
    const { step, inputs: own } = unwrapSecrets(inputs) as unknown as StepInputs;
    return { name: nameOfUrn(urn), step, inputs: own };
  });
}

const ofType = ({ resources }: { resources: ResourceState[] }, wanted: string) =>
  resources.filter((resource) => resource.type === wanted && !resource.delete);

/** @returns the error of a command that needs a running stack */
export const notUp = (stack: string) =>
  new TensoraError(`stack ${stack} is not up`, {
    next: [stack === "local" ? "run `./tensora up`" : `run \`./tensora up --stack ${stack}\``],
  });
