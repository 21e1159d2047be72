import grpc from "@grpc/grpc-js";
import aliasPb from "@pulumi/pulumi/proto/alias_pb.js";
import resourceGrpc from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import resourcePb from "@pulumi/pulumi/proto/resource_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import type { LaunchProgram, ProgramExit, ProgramLaunch } from "../program/launch.ts";
import { fromStruct, mapProps, type Props, toStruct, UNKNOWN } from "../wire.ts";
import { isObject } from "../../lib/values.ts";

/** One resource of a conformance program. Names stand for the resources that come before. */
export interface Declaration {
  name: string;
  type?: string;
  component?: boolean;
  inputs?: Props;
  parent?: string;
  provider?: string;
  dependsOn?: string[];
  protect?: boolean;
  ignoreChanges?: string[];
  replaceOnChanges?: string[];
  deleteBeforeReplace?: boolean;
  retainOnDelete?: boolean;
  deletedWith?: string;
  additionalSecretOutputs?: string[];
  /** Former names. */
  aliases?: { name?: string; type?: string; parent?: string }[];
}

/** An output of another resource, as an input or as an output of the stack. */
export const ref = (name: string, output: string) => ({ $ref: name, $output: output });
const isRef = (value: unknown): value is { $ref: string; $output: string } =>
  isObject(value) && "$ref" in value;

export interface TestProgram {
  resources: Declaration[];
  outputs?: Props;
}

interface Registered {
  urn: string;
  id: string;
  outputs: Props;
}

export const ITEM = "test:index:Item";

/**
 * Runs a program of declarations as the SDK would run one: everything is registered at once, each resource as soon
 * as what it needs is there, over the real protocol.
 */
export const declared = (program: TestProgram): LaunchProgram =>
  speaking((client, launch) => runDeclared(client, program, launch));

/** A program that speaks the protocol as it likes. */
export function speaking(run: (client: Client, launch: ProgramLaunch) => Promise<void>): LaunchProgram {
  return (launch) => {
    let end: (exit: ProgramExit) => void = () => undefined;
    const exited = new Promise<ProgramExit>((resolve) => {
      end = resolve;
    });
    const client = new resourceGrpc.ResourceMonitorClient(
      launch.engineAddress,
      grpc.credentials.createInsecure(),
    );
    void exited.then(() => client.close());
    run(client, launch).then(
      () => end({ code: 0, signal: null, lastLines: [] }),
      (error) => end({ code: 1, signal: null, lastLines: [error.message] }),
    );
    return { exited, end: () => end({ code: null, signal: "SIGTERM", lastLines: [] }) };
  };
}

export type Client = resourceGrpc.ResourceMonitorClient;

async function runDeclared(client: Client, program: TestProgram, launch: ProgramLaunch): Promise<void> {
  const stackRequest = new resourcePb.RegisterResourceRequest();
  stackRequest.setType("pulumi:pulumi:Stack");
  stackRequest.setName(`${launch.project.name}-${launch.stack}`);
  const stack = await register(client, stackRequest);
  const registered = new Map<string, Promise<Registered>>();
  const registrations = program.resources.map((declaration) => {
    const registration = registerOne(client, declaration, stack.urn, registered);
    registered.set(declaration.name, registration);
    return registration;
  });
  await Promise.all(registrations);
  const outputs = (await resolved(program.outputs ?? {}, registered)).props;
  await new Promise<void>((resolve, reject) => {
    const request = new resourcePb.RegisterResourceOutputsRequest();
    request.setUrn(stack.urn);
    request.setOutputs(toStruct(outputs));
    client.registerResourceOutputs(request, (error) => (error ? reject(error) : resolve()));
  });
  await new Promise<void>((resolve, reject) => {
    client.signalAndWaitForShutdown(new emptyPb.Empty(), (error) => (error ? reject(error) : resolve()));
  });
}

async function registerOne(
  client: Client,
  declaration: Declaration,
  stackUrn: string,
  registered: Map<string, Promise<Registered>>,
): Promise<Registered> {
  const urnOf = async (name: string) => (await (registered.get(name) as Promise<Registered>)).urn;
  const { props, dependencies } = await resolved(declaration.inputs ?? {}, registered);
  const request = new resourcePb.RegisterResourceRequest();
  request.setType(declaration.type ?? ITEM);
  request.setName(declaration.name);
  request.setCustom(!declaration.component);
  request.setParent(declaration.parent ? await urnOf(declaration.parent) : stackUrn);
  request.setObject(toStruct(props));
  request.setAcceptsecrets(true);
  const explicit = await Promise.all((declaration.dependsOn ?? []).map(urnOf));
  request.setDependenciesList([...new Set([...explicit, ...Object.values(dependencies).flat()])]);
  for (const [key, urns] of Object.entries(dependencies)) {
    const list = new resourcePb.RegisterResourceRequest.PropertyDependencies();
    list.setUrnsList(urns);
    request.getPropertydependenciesMap().set(key, list);
  }
  if (declaration.provider) {
    const provider = await (registered.get(declaration.provider) as Promise<Registered>);
    request.setProvider(`${provider.urn}::${provider.id || UNKNOWN}`);
  }
  if (declaration.protect !== undefined) request.setProtect(declaration.protect);
  request.setIgnorechangesList(declaration.ignoreChanges ?? []);
  request.setReplaceonchangesList(declaration.replaceOnChanges ?? []);
  request.setAdditionalsecretoutputsList(declaration.additionalSecretOutputs ?? []);
  if (declaration.deleteBeforeReplace !== undefined) {
    request.setDeletebeforereplace(declaration.deleteBeforeReplace);
    request.setDeletebeforereplacedefined(true);
  }
  if (declaration.retainOnDelete !== undefined) request.setRetainondelete(declaration.retainOnDelete);
  if (declaration.deletedWith) request.setDeletedwith(await urnOf(declaration.deletedWith));
  request.setAliasesList((declaration.aliases ?? []).map(encodeAlias));
  return register(client, request);
}

function encodeAlias(former: { name?: string; type?: string; parent?: string }): aliasPb.Alias {
  const alias = new aliasPb.Alias();
  const spec = new aliasPb.Alias.Spec();
  spec.setName(former.name ?? "");
  spec.setType(former.type ?? "");
  if (former.parent) spec.setParenturn(former.parent);
  alias.setSpec(spec);
  return alias;
}

function register(client: Client, request: resourcePb.RegisterResourceRequest): Promise<Registered> {
  return new Promise((resolve, reject) => {
    client.registerResource(request, (error, response) => {
      if (error) return reject(error);
      resolve({ urn: response.getUrn(), id: response.getId(), outputs: fromStruct(response.getObject()) });
    });
  });
}

/** Replaces references by the values they stand for, and says which property depends on what. */
async function resolved(
  props: Props,
  registered: Map<string, Promise<Registered>>,
): Promise<{ props: Props; dependencies: Record<string, string[]> }> {
  const states = new Map<string, Registered>();
  for (const name of namesIn(props)) {
    const state = registered.get(name);
    if (!state) throw new Error(`the program names ${name} before it declares it`);
    states.set(name, await state);
  }
  const lookUp = (value: unknown) => {
    if (!isRef(value)) return undefined;
    const state = states.get(value.$ref);
    if (value.$output === "id") return state?.id || UNKNOWN;
    return state?.outputs[value.$output] ?? UNKNOWN;
  };
  const dependencies: Record<string, string[]> = {};
  for (const [key, value] of Object.entries(props)) {
    const urns = namesIn({ value }).map((name) => states.get(name)?.urn ?? "");
    if (urns.length > 0) dependencies[key] = urns;
  }
  return { props: mapProps(props, lookUp), dependencies };
}

function namesIn(value: unknown): string[] {
  if (isRef(value)) return [value.$ref];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return isObject(value) ? Object.values(value).flatMap(namesIn) : [];
}
