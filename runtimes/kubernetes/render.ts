import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import { ProgramError } from "../../lib/errors.ts";
import { projectRoot } from "../../lib/root.ts";
import { contentKey } from "../../toolchain/cache.ts";
import { programDigest, programPath } from "../../toolchain/index.ts";

/** An object of Kubernetes, as a manifest has it. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string } & Record<string, unknown>;
  spec?: Record<string, unknown>;
}

/**
 * What a chart makes of its values. Rendered once for the same chart and values, and kept in the stack's folder.
 * @throws ProgramError with helm's words when the chart refuses the values
 */
export function renderChart(
  dir: string,
  release: { chart: string; name: string; namespace: string },
  values: Record<string, unknown>,
): Manifest[] {
  const chart = path.join(projectRoot(), "charts", release.chart);
  const input = JSON.stringify(values);
  const key = contentKey([programDigest("helm"), JSON.stringify(release), input, ...textsOf(chart)]);
  const kept = path.join(dir, "rendered", `${release.name}-${key}.json`);
  if (fs.existsSync(kept)) return JSON.parse(fs.readFileSync(kept, "utf8")) as Manifest[];
  const manifests = parseAllDocuments(template(chart, release, input)).flatMap((document) => {
    const object = document.toJS() as Manifest | null;
    return object ? [object] : [];
  });
  fs.mkdirSync(path.dirname(kept), { recursive: true, mode: 0o700 });
  fs.writeFileSync(kept, JSON.stringify(manifests));
  return manifests;
}

/** The least version of Kubernetes that the charts are for: they make the same for every later one. */
const LEAST = "1.27.0";

function template(
  chart: string,
  { name, namespace }: { name: string; namespace: string },
  input: string,
): string {
  const helm = programPath("helm");
  const args = ["template", name, chart, "--namespace", namespace, "--kube-version", LEAST, "--values", "-"];
  try {
    return execFileSync(helm, args, { input, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] });
  } catch (error) {
    const { status, signal, stderr = "" } = error as { status?: number; signal?: string; stderr?: string };
    const exit = { code: status ?? null, signal: signal ?? null };
    const lines = stderr.trim().split("\n");
    throw new ProgramError(`the chart of ${name} rejects its values`, [helm, ...args], exit, lines, {
      where: chart,
    });
  }
}

/** The texts of all files of a chart, in a fixed order. */
function textsOf(folder: string): string[] {
  return fs
    .readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const file = path.join(folder, name);
      return fs.statSync(file).isDirectory() ? textsOf(file) : [fs.readFileSync(file, "utf8")];
    });
}
