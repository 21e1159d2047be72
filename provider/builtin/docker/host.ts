import type Docker from "dockerode";
import { dockerAt } from "../../../runtimes/docker/client.ts";
import type { Label } from "../../../runtimes/docker/container-inputs.ts";
import type { Props, ResourceContext } from "../../kind.ts";

/** The daemon that the provider is configured with. */
export const hostOf = (config: Props) =>
  typeof config.host === "string" ? config.host : "unix:///var/run/docker.sock";

export const daemonOf = ({ config }: ResourceContext): Docker => dockerAt(hostOf(config));

/** The daemon wants labels as a map, the package has them as a list. */
export const labelsOf = (labels: readonly Label[] = []): Record<string, string> =>
  Object.fromEntries(labels.map(({ label, value }) => [label, value]));

/** Inputs that are not known here would be ignored in silence. */
export function unknownInputs(news: object, known: readonly string[]) {
  return Object.keys(news)
    .filter((property) => !known.includes(property))
    .map((property) => ({ property, reason: "is not supported by the embedded engine" }));
}
