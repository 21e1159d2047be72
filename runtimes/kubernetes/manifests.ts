import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { StatefulSet } from "@pulumi/kubernetes/apps/v1/statefulSet.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { Ingress } from "@pulumi/kubernetes/networking/v1/ingress.js";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import * as pulumi from "@pulumi/pulumi";
import { TensoraError } from "../../lib/errors.ts";
import { isObject } from "../../lib/values.ts";
import type { Manifest } from "./render.ts";
import { LATER } from "./values.ts";

/** What the charts make, by kind. */
const KINDS = { Deployment, Ingress, NetworkPolicy, PodDisruptionBudget, Service, StatefulSet } as const;

/** Values for what the rendered manifests leave open. */
export type Later = Record<keyof typeof LATER, pulumi.Input<unknown>>;

/** The resource of a rendered manifest. @throws TensoraError for a kind that the charts do not make */
export function manifestResource(
  manifest: Manifest,
  later: Later,
  options: pulumi.CustomResourceOptions,
): pulumi.CustomResource {
  const { kind, metadata } = manifest;
  const Kind = Object.hasOwn(KINDS, kind) ? KINDS[kind as keyof typeof KINDS] : undefined;
  if (!Kind) throw new TensoraError(`the charts create no ${kind}`, { where: metadata.name });
  return new Kind(
    `${metadata.name}-${SHORT[kind as keyof typeof KINDS]}`,
    filled(manifest, later) as never,
    options,
  );
}

/** Endings of resources' names. */
const SHORT = {
  Deployment: "pod",
  StatefulSet: "pod",
  Service: "service",
  Ingress: "ingress",
  NetworkPolicy: "policy",
  PodDisruptionBudget: "disruption",
} as const;

/** The manifest with what was left open. A list that consists of one open value becomes that value. */
export function filled(value: unknown, later: Later): unknown {
  if (Array.isArray(value))
    return value.length === 1 && openOf(value[0]) === "args"
      ? later.args
      : value.map((one) => filled(one, later));
  if (pulumi.Output.isInstance(value)) return value;
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner, later)]));
  const open = openOf(value);
  return open === undefined ? value : later[open];
}

const openOf = (value: unknown) =>
  (Object.keys(LATER) as (keyof typeof LATER)[]).find((name) => LATER[name] === value);
