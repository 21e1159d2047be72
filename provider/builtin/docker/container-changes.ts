import { LABELS } from "../../../runtimes/docker/labels.ts";
import { changedProperties } from "../../server/compare.ts";
import type { ContainerInputs } from "../../../runtimes/docker/container-inputs.ts";
import { labelsOf } from "./host.ts";

/** Words for inputs that users know by another name. */
const WORDS: Partial<Record<keyof ContainerInputs, string>> = {
  command: "flags changed",
  envs: "secret environment changed",
  ports: "ports changed",
  image: "program upgraded",
  memory: "limits changed",
  cpus: "limits changed",
};

/** Such as `restarts batcher: flags changed, genesis changed`. */
export function changesOf(olds: ContainerInputs, news: ContainerInputs): string {
  const words = changedProperties({ ...olds }, { ...news }).flatMap((property) =>
    property === "labels"
      ? triggersOf(olds, news)
      : (WORDS[property as keyof ContainerInputs] ?? `${property} changed`),
  );
  const service = labelsOf(news.labels)[LABELS.service] ?? news.name;
  return `restarts ${service}: ${[...new Set(words)].join(", ")}`;
}

function triggersOf(olds: ContainerInputs, news: ContainerInputs): string[] {
  return changedProperties(labelsOf(olds.labels), labelsOf(news.labels))
    .filter((label) => label.startsWith(LABELS.trigger))
    .map((label) => `${label.slice(LABELS.trigger.length)} changed`);
}
