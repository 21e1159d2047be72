import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { servicesOf } from "../../components/testing/services.ts";
import { loadObject } from "../../config/index.ts";
import { readStackFile } from "../../config/stack-file.ts";
import { runtimeOn } from "../../config/testing/runtime.ts";
import { projectRoot } from "../../lib/root.ts";
import { podPlacement } from "../../runtimes/kubernetes/placement.ts";
import { type Manifest, renderChart } from "../../runtimes/kubernetes/render.ts";
import { chartOf, chartValues } from "../../runtimes/kubernetes/values.ts";
import type { ServiceSpec } from "../../spec/service.ts";
import { ensurePrograms } from "../../toolchain/index.ts";

export const CHARTS = ["stateful", "stateless"] as const;
export type Chart = (typeof CHARTS)[number];

export interface Rendered {
  service: ServiceSpec;
  objects: Manifest[];
}

/** What the charts make of every service of stack `kubernetes`. */
export async function renderedServices(namespace: string): Promise<Rendered[]> {
  await ensurePrograms(["helm"]);
  const { values } = await readStackFile(projectRoot(), "kubernetes");
  const { spec } = await loadObject(values, { root: projectRoot(), stack: "manifests" });
  const place = podPlacement(spec);
  const cluster = runtimeOn(spec, "kubernetes");
  return servicesOf(spec, () => place).map((service) => {
    const release = { chart: chartOf(service), name: service.name, namespace };
    return { service, objects: renderChart(folder(), release, chartValues(cluster, service)) };
  });
}

/** What a chart makes of the values that it comes with and those of its example, which asks for all that is optional. */
export async function renderedExample(
  chart: Chart,
  namespace: string,
  changes: Record<string, unknown> = {},
): Promise<Manifest[]> {
  await ensurePrograms(["helm"]);
  const values = { ...valuesOf(chart, "ci/example-values.yaml"), ...changes };
  return renderChart(folder(), { chart, name: "example", namespace }, values);
}

/** The least that a chart must be told: everything else is by its own values. */
export async function renderedDefaults(chart: Chart, namespace: string): Promise<Manifest[]> {
  await ensurePrograms(["helm"]);
  const { program, role, image, command, ports, probes } = valuesOf(chart, "ci/example-values.yaml");
  const least = { program, role, image, command, ports, probes };
  return renderChart(folder(), { chart, name: "defaults", namespace }, least);
}

export const valuesOf = (chart: Chart, file: string) =>
  parse(fs.readFileSync(path.join(projectRoot(), "charts", chart, file), "utf8")) as Record<string, unknown>;

const folder = () => fs.mkdtempSync(path.join(os.tmpdir(), "tensora-manifests-"));
