import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { servicesOf } from "../../components/testing/services.ts";
import { loadObject } from "../../config/index.ts";
import { readStackFile } from "../../config/stack-file.ts";
import { projectRoot } from "../../lib/root.ts";
import { podPlacement } from "../../runtimes/kubernetes/placement.ts";
import { type Manifest, renderChart } from "../../runtimes/kubernetes/render.ts";
import { chartOf, chartValues } from "../../runtimes/kubernetes/values.ts";
import type { ServiceSpec } from "../../runtimes/service.ts";

export interface Rendered {
  service: ServiceSpec;
  objects: Manifest[];
}

/** What the charts make of every service of stack `kubernetes`. */
export async function renderedServices(namespace: string): Promise<Rendered[]> {
  const { values } = await readStackFile(projectRoot(), "kubernetes");
  const { spec } = await loadObject(values, { root: projectRoot(), stack: "manifests" });
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-manifests-"));
  const place = podPlacement(spec);
  return servicesOf(spec, () => place).map((service) => {
    const release = { chart: chartOf(service), name: service.name, namespace };
    return { service, objects: renderChart(dir, release, chartValues(spec, service)) };
  });
}
