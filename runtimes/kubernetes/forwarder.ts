import { type DevnetSpec, type KubernetesSpec, SERVICES } from "../../spec/devnet.ts";
import { FORWARDER, isOnHost, type Placement, PROGRAMS, type ServiceSpec } from "../../spec/service.ts";

/** Services whose ports this machine reaches as its own; `auth` is for op-node alone. */
const forwardsOf = (spec: DevnetSpec) =>
  SERVICES.filter((name) => !isOnHost(name)).flatMap((name) =>
    Object.entries(spec.services[name].ports)
      .filter(([port]) => port !== "auth")
      .map(([, port]) => `${port}=${name}:${port}`),
  );

/** The program that carries connections to the ports of this machine on to the pods. See `programs/port-forward`. */
export function forwarderService(
  spec: DevnetSpec,
  { kubeconfig, context, namespace }: KubernetesSpec,
  place: Placement,
): ServiceSpec {
  const { ports, flags, resources } = spec.services[FORWARDER];
  return {
    name: FORWARDER,
    role: FORWARDER,
    program: PROGRAMS[FORWARDER],
    args: [
      ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
      `--context=${context}`,
      `--namespace=${namespace}`,
      `--listen=${place.listen}`,
      `--health-port=${ports.health}`,
      ...forwardsOf(spec).map((forward) => `--forward=${forward}`),
      ...flags,
    ],
    ports,
    files: [],
    resources,
    health: { kind: "http", port: "health", path: "/health", deadline: 30 },
    stop: { order: 5, grace: 5, signal: "SIGTERM" },
  };
}
