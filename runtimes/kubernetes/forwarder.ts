import type { DevnetSpec } from "../../spec/devnet.ts";
import { BY_NAME, SERVICE_NAMES, SERVICES } from "../../spec/services.ts";
import { isOnHost } from "../host.ts";
import { serviceSpec } from "../service-spec.ts";
import type { Placement, ServiceSpec } from "../../spec/service.ts";

const NAME = SERVICES.portForward.name;

/** Services whose ports this machine reaches as its own; an engine API is for its op-node alone. */
const forwardsOf = (spec: DevnetSpec) =>
  SERVICE_NAMES.filter((name) => !isOnHost(name)).flatMap((name) =>
    Object.entries(spec.services[name].ports)
      .filter(([port]) => port !== BY_NAME[name].engine?.port)
      .map(([, port]) => `${port}=${name}:${port}`),
  );

/** The program that carries connections to the ports of this machine on to the pods. See `programs/port-forward`. */
export function forwarderService(spec: DevnetSpec, place: Placement): ServiceSpec {
  const { ports } = spec.services[NAME];
  const { kubeconfig, context, namespace } = spec.runtime.kubernetes;
  return serviceSpec(spec, NAME, {
    args: [
      ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
      `--context=${context}`,
      `--namespace=${namespace}`,
      `--listen=${place.listen}`,
      `--health-port=${ports.health}`,
      ...forwardsOf(spec).map((forward) => `--forward=${forward}`),
    ],
    health: { kind: "http", port: "health", path: "/health", deadline: 30 },
  });
}
