import path from "node:path";
import { stackDir } from "../../config/derive.ts";
import { TensoraError } from "../../lib/errors.ts";
import { writeAtomic } from "../../lib/files.ts";
import { COMPOSE_FILE, grafanaFiles } from "../../monitoring/dashboards/grafana.ts";
import { lockFile, NOT_VERIFIED, readLock } from "../../toolchain/images/lock.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { root, type StackOptions, placeOf } from "../request.ts";
import { SERVICES } from "../../spec/services.ts";
import { readOutputs } from "../../stack/read.ts";

export interface DashboardsOptions extends StackOptions {
  /** A folder. */
  out?: string;
  /** Where Grafana is to listen. */
  port: number;
}

/** Writes the dashboards of a stack, and what Grafana needs beside them to run in a container. */
export async function dashboards({ stack, out, port }: DashboardsOptions): Promise<ExitCode> {
  const { services } = await readOutputs(placeOf(stack));
  const page = services.find(({ name }) => name === SERVICES.prometheus.name)?.pageUrl;
  if (page === undefined)
    throw new TensoraError(`stack ${stack} has no Prometheus`, {
      next: [`set monitoring.enabled to true, then run \`./tensora up --stack ${stack}\``],
    });
  const { image, digest } = grafanaImage();
  const reference = digest === NOT_VERIFIED ? image : `${image}@${digest}`;
  const files = grafanaFiles({ stack, prometheus: new URL(page).origin, image: reference, port });
  const folder = path.resolve(out ?? path.join(stackDir(root(), stack), "grafana"));
  for (const [name, text] of Object.entries(files)) await writeAtomic(path.join(folder, name), text);
  console.log(path.join(folder, COMPOSE_FILE));
  return EXIT.ok;
}

function grafanaImage() {
  const { grafana } = readLock(lockFile());
  if (grafana) return grafana;
  throw new TensoraError("the image lock file has no entry for Grafana", {
    where: lockFile(),
    next: ["add it"],
  });
}
