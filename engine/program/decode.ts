import type resourcePb from "@pulumi/pulumi/proto/resource_pb.js";
import { TensoraError } from "../../lib/errors.ts";
import type { Alias, Goal, Timeouts } from "../model/resource.ts";
import { STACK_TYPE } from "../model/urn.ts";
import { fromStruct, lower, type Props, type Struct } from "../wire.ts";

type Request = resourcePb.RegisterResourceRequest;

/** Properties as the engine keeps them: output values replaced by what they stand for. */
export const decodeProps = (struct: Struct | undefined): Props =>
  lower(fromStruct(struct), { secrets: true, references: true });

/** What a registration asks for. @throws TensoraError when it asks for something this engine does not have. */
export function decodeGoal(request: Request, stackUrn: string | undefined): Goal {
  refuseUnsupported(request);
  const type = request.getType();
  const timeouts = request.getCustomtimeouts();
  const source = request.getSourceposition();
  const properties = [...request.getPropertydependenciesMap().entries()] as [
    string,
    { getUrnsList(): string[] },
  ][];
  return {
    type,
    name: request.getName(),
    custom: request.getCustom(),
    parent: request.getParent() || (type === STACK_TYPE ? undefined : stackUrn),
    props: decodeProps(request.getObject()),
    dependencies: request.getDependenciesList(),
    propertyDependencies: Object.fromEntries(properties.map(([key, urns]) => [key, urns.getUrnsList()])),
    provider: request.getProvider(),
    version: request.getVersion(),
    pluginDownloadUrl: request.getPlugindownloadurl(),
    protect: request.hasProtect() ? request.getProtect() : undefined,
    deleteBeforeReplace: request.getDeletebeforereplacedefined()
      ? request.getDeletebeforereplace()
      : undefined,
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    deletedWith: request.getDeletedwith() || undefined,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    customTimeouts: timeouts && decodeTimeouts(timeouts),
    sourcePosition: source && `${source.getUri()}#${source.getLine()},${source.getColumn()}`,
    aliases: decodeAliases(request),
  };
}

/** Options that the SDK sends although they were not advertised, or that no feature flag covers. */
function refuseUnsupported(request: Request): void {
  const asked: [string, boolean][] = [
    ["remote components", request.getRemote()],
    ["the option import", request.getImportid() !== ""],
    ["the option replaceWith", request.getReplaceWithList().length > 0],
    ["the option replacementTrigger", request.hasReplacementTrigger()],
    ["transforms", request.getTransformsList().length > 0],
    ["state migrations", request.getStateMigrationsList().length > 0],
    ["parameterized packages", request.getPackageref() !== ""],
  ];
  const [unsupported] = asked.find(([, present]) => present) ?? [];
  if (unsupported !== undefined)
    throw unsupportedFeature(unsupported, `${request.getType()} ${request.getName()}`);
}

export const unsupportedFeature = (what: string, where?: string): TensoraError =>
  new TensoraError(`the embedded engine does not support ${what}`, {
    ...(where === undefined ? {} : { where }),
    next: ["run this stack with the Pulumi CLI"],
  });

function decodeAliases(request: Request): Alias[] {
  const specs = request.getAliasesList().map((alias): Alias => {
    const spec = alias.getSpec();
    if (alias.hasUrn() || !spec) return alias.getUrn();
    return {
      name: spec.getName(),
      type: spec.getType(),
      stack: spec.getStack(),
      project: spec.getProject(),
      parent: spec.getParenturn(),
      noParent: spec.getNoparent(),
    };
  });
  return [...request.getAliasurnsList(), ...specs];
}

function decodeTimeouts(timeouts: resourcePb.RegisterResourceRequest.CustomTimeouts): Timeouts | undefined {
  const texts = [timeouts.getCreate(), timeouts.getUpdate(), timeouts.getDelete()];
  if (texts.every((text) => text === "")) return undefined;
  const [create, update, remove] = texts.map(seconds);
  return { create, update, delete: remove };
}

const UNITS: Record<string, number> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** Seconds of a duration such as `1h30m`. */
export function seconds(duration: string): number {
  const parts = [...duration.matchAll(/([\d.]+)(h|ms|m|s)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ""] ?? 0), 0);
}
