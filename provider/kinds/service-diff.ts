import type { ServiceInputs } from "../../resources/service.ts";
import { samePlace } from "../../lib/place.ts";
import { getService, type ServiceStatus } from "../../runtimes/process/client.ts";
import type { Difference } from "../kind.ts";
import { changedProperties, inputChanges } from "../server/compare.ts";

/** Words for the places of the inputs that users know by another name. */
const PLACES: readonly [prefix: string, words: string][] = [
  ["service.args", "flags changed"],
  ["service.env", "environment changed"],
  ["service.secretEnv", "secret environment changed"],
  ["service.ports", "ports changed"],
  ["service.program", "program changed"],
  ["version", "program upgraded"],
];

/**
 * What differs between the service as it was asked for, as it is wanted now, and as it runs.
 * @param digest of the wanted descriptor; undefined when it cannot be known yet
 */
export async function serviceDifference(
  olds: ServiceInputs,
  news: ServiceInputs,
  digest: string | undefined,
): Promise<Difference> {
  const changed = changedProperties({ ...olds }, { ...news });
  if (!samePlace(olds.dir, news.dir)) return replaced("dir", "moves to another folder");
  if (olds.service.name !== news.service.name) return replaced("service", "is renamed");
  const observed = liveness(await getService(news.dir, news.service.name), digest);
  if (changed.length > 0) return { changed, reason: changes(olds, news) };
  return observed === undefined ? { changed: [] } : { changed: ["alive"], reason: observed };
}

/** The former one must be gone first: it has the ports. */
const replaced = (property: string, reason: string): Difference => ({
  changed: [property],
  replaces: [property],
  deleteBeforeReplace: true,
  reason,
});

/** Such as `restarts batcher: flags changed, genesis changed`. */
function changes(olds: ServiceInputs, news: ServiceInputs): string {
  const words = inputChanges({ ...olds }, { ...news }).flatMap(({ path }) => {
    const trigger = /^triggers\.(?<name>[\w-]+)/.exec(path)?.groups?.name;
    if (trigger !== undefined) return [`${trigger} changed`];
    return PLACES.find(([prefix]) => path.startsWith(prefix))?.[1] ?? [];
  });
  if (words.length === 0) return "settings changed, no restart";
  return `restarts ${news.service.name}: ${[...new Set(words)].join(", ")}`;
}

/** What is wrong with a service as it runs; undefined when it is well. */
export function liveness(status: ServiceStatus | undefined, digest: string | undefined): string | undefined {
  if (!status) return "does not exist";
  switch (status.state) {
    case "crash-loop":
      return `is in a crash loop: ${ending(status)}`;
    case "init-failed":
      return `could not be initialised: ${ending(status)}`;
    case "restarting":
    case "stopped":
    case "stopping":
    case "dead":
      return status.lastExit ? `is not running: ${ending(status)}` : "is not running";
    case "starting":
    case "running":
      if (digest !== undefined && status.digest !== digest) return "runs with another specification";
      return status.supervised ? undefined : "runs without its supervisor";
  }
}

function ending({ lastExit }: ServiceStatus): string {
  if (!lastExit) return "how it ended is unknown";
  const { code, signal, problem } = lastExit;
  if (problem !== undefined) return problem;
  if (signal !== null) return `was killed by ${signal}`;
  return code === null ? "how it ended is unknown" : `ended with exit code ${code}`;
}
