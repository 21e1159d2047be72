import path from "node:path";
import { stackDir } from "../../config/derive.ts";
import { nameOfUrn, type ResourceState } from "../../engine/index.ts";
import { unwrapSecrets } from "../../engine/wire.ts";
import { TensoraError } from "../../lib/errors.ts";
import { writeAtomic, writeSecret } from "../../lib/files.ts";
import type { ContainerInputs } from "../../runtimes/docker/container-inputs.ts";
import { COMPOSE_FILE, composeFiles, composeFolder } from "../../runtimes/docker/compose.ts";
import { CONTAINER_TYPE } from "../../runtimes/docker/names.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { root, type StackOptions, placeOf } from "../request.ts";
import { readOwnStack } from "../../stack/read.ts";

export interface ComposeOptions extends StackOptions {
  /** A folder. */
  out?: string;
}

/** Writes a stack of containers as files of Docker Compose; those with keys for their owner only. */
export async function compose({ stack, out }: ComposeOptions): Promise<ExitCode> {
  const { resources } = await readOwnStack(placeOf(stack), true);
  const containers = resources.filter(({ type, delete: gone }) => type === CONTAINER_TYPE && !gone);
  if (containers.length === 0)
    throw new TensoraError(`stack ${stack} has no containers`, {
      next: [`run \`./tensora up --stack ${stack}\` with runtime.kind: docker`],
    });
  const inputs = containers.map(({ inputs: own }) => unwrapSecrets(own) as unknown as ContainerInputs);
  const { files, secret } = composeFiles(stack, inputs, neighboursOf(containers));
  const folder = path.resolve(out ?? composeFolder(stackDir(root(), stack)));
  for (const [name, text] of Object.entries(files)) {
    const write = secret.includes(name) ? writeSecret : writeAtomic;
    await write(path.join(folder, name), text);
  }
  console.log(path.join(folder, COMPOSE_FILE));
  return EXIT.ok;
}

/** Which containers a container was started after. */
function neighboursOf(containers: readonly ResourceState[]) {
  const names = new Map(containers.map(({ urn }) => [urn, nameOfUrn(urn)]));
  return (service: string): string[] => {
    const found = containers.find(({ urn }) => names.get(urn) === service);
    return (found?.dependencies ?? []).flatMap((urn) => names.get(urn) ?? []);
  };
}
