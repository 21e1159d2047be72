import type { DevnetSpec, KubernetesSpec } from "../../spec/devnet.ts";
import type { Placement, ServiceSpec } from "../../spec/service.ts";
import { BY_NAME, isOnHost, SERVICE_NAMES, type ServiceName } from "../../spec/services.ts";
import { serviceSpec } from "../common/service-spec.ts";

/** Services whose ports this machine reaches as its own; an engine API is for its op-node alone. */
const forwardsOf = (spec: DevnetSpec) =>
  SERVICE_NAMES.filter((name) => !isOnHost(name)).flatMap((name) =>
    Object.entries(spec.services[name].ports)
      .filter(([port]) => port !== BY_NAME[name].engine?.port)
      .map(([, port]) => `${port}=${name}:${port}`),
  );

/** The program that carries connections to the ports of this machine on to the pods. See `programs/port-forward`. */
export function forwarderService(
  spec: DevnetSpec,
  name: ServiceName,
  { kubeconfig, context, namespace }: KubernetesSpec,
  place: Placement,
): ServiceSpec {
  const { ports } = spec.services[name];
  return serviceSpec(spec, name, {
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
