import { beforeAll, describe, expect, test } from "vitest";
import type { Manifest } from "../../runtimes/kubernetes/render.ts";
import { probeOf } from "../../runtimes/docker/container.ts";
import { BY_NAME, HEADS, NODES } from "../../spec/services.ts";
import { CHARTS, type Rendered, renderedDefaults, renderedExample, renderedServices } from "./rendered.ts";

interface Container {
  name: string;
  securityContext: Record<string, unknown>;
  resources?: Record<"requests" | "limits", Record<string, string>>;
  startupProbe?: { exec: { command: string[] }; failureThreshold: number };
  readinessProbe?: { exec: { command: string[] } };
}
interface Pod {
  securityContext: Record<string, unknown>;
  terminationGracePeriodSeconds: number;
  automountServiceAccountToken?: boolean;
  affinity: { podAntiAffinity?: Record<string, unknown[]> };
  containers: Container[];
  initContainers?: Container[];
}
interface Rule {
  from?: { podSelector?: { matchLabels: Record<string, string> }; namespaceSelector?: object }[];
  ports?: { port: number }[];
}

let rendered: Rendered[];
beforeAll(async () => {
  rendered = await renderedServices("tensora");
});

const one = (objects: Manifest[], ...kinds: string[]) => {
  const found = objects.filter(({ kind }) => kinds.includes(kind));
  expect(found, kinds.join(" or ")).toHaveLength(1);
  return found[0] as Manifest & { spec: Record<string, unknown> };
};
const workloadOf = (objects: Manifest[]) => one(objects, "StatefulSet", "Deployment");
const labelsOf = (objects: Manifest[]) =>
  (workloadOf(objects).spec.template as { metadata: { labels: Record<string, string> } }).metadata.labels;
const podOf = (objects: Manifest[]) => (workloadOf(objects).spec.template as { spec: Pod }).spec;
const containersOf = (objects: Manifest[]) => {
  const { containers, initContainers = [] } = podOf(objects);
  return [...containers, ...initContainers];
};
const rulesOf = (objects: Manifest[]) => one(objects, "NetworkPolicy").spec.ingress as Rule[];
const kindsOf = (objects: Manifest[]) => objects.map(({ kind }) => kind).sort();

/** Who a policy lets in at a port. A rule without ports opens all of them. */
const admitted = (objects: Manifest[], port: number) =>
  rulesOf(objects)
    .filter(({ ports = [] }) => ports.length === 0 || ports.some((open) => open.port === port))
    .flatMap(({ from = [{}] }) => from);

/** What every pod must be, whoever has rendered it. */
function expectHardened(objects: Manifest[], name: string): void {
  const pod = podOf(objects);
  expect(pod.automountServiceAccountToken, name).toBe(false);
  expect(pod.securityContext, name).toMatchObject({
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
  });
  for (const container of containersOf(objects)) {
    expect(container.securityContext, `${name} ${container.name}`).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    for (const bound of ["requests", "limits"] as const)
      expect(Object.keys(container.resources?.[bound] ?? {}).sort(), `${name} ${bound}`).toEqual([
        "cpu",
        "memory",
      ]);
  }
}

describe("every service's manifests", () => {
  test("are a workload, a Service, a PodDisruptionBudget and a NetworkPolicy; nothing else unless asked for", () => {
    for (const { service, objects } of rendered) {
      const workload = service.durable ? "StatefulSet" : "Deployment";
      expect(kindsOf(objects), service.name).toEqual(
        [workload, "NetworkPolicy", "PodDisruptionBudget", "Service"].sort(),
      );
    }
  });

  test("are about the service's own pods: budget, policy and Service select them", () => {
    for (const { service, objects } of rendered) {
      const labels = labelsOf(objects);
      const budget = one(objects, "PodDisruptionBudget").spec;
      const selectors = [
        (budget.selector as { matchLabels: object }).matchLabels,
        (one(objects, "NetworkPolicy").spec.podSelector as { matchLabels: object }).matchLabels,
        one(objects, "Service").spec.selector,
      ];
      for (const selector of selectors) {
        expect(selector, service.name).toHaveProperty(["app.kubernetes.io/instance"], service.name);
        expect(labels, service.name).toMatchObject(selector as object);
      }
      expect(budget.minAvailable, service.name).toBe(1);
    }
  });

  test("run as nobody, without privileges, on a root that nobody writes to, with requests and limits", () => {
    for (const { service, objects } of rendered) expectHardened(objects, service.name);
  });

  test("ask by the service's own protocol, and take a chain that stands still for not ready", () => {
    for (const { service, objects } of rendered) {
      const [container] = podOf(objects).containers;
      const { command = [] } = container?.startupProbe?.exec ?? {};
      expect(command.slice(1), service.name).toEqual(["probe", ...probeOf(service.health, service.ports)]);
      expect(container?.startupProbe?.failureThreshold, service.name).toBe(service.health.deadline);
      const readiness = container?.readinessProbe?.exec.command ?? [];
      if (service.program in HEADS)
        expect(readiness.slice(1, 3), service.name).toEqual(["probe", "advances"]);
      else expect(readiness, service.name).toEqual(command);
    }
  });

  test("keep a program's pods apart, and give it the time to stop that it says it needs", () => {
    for (const { service, objects } of rendered) {
      const pod = podOf(objects);
      expect(JSON.stringify(pod.affinity.podAntiAffinity), service.name).toContain(
        `"app.kubernetes.io/name":"${service.program}"`,
      );
      // A few seconds more than the program's own, after which it is killed.
      const more = pod.terminationGracePeriodSeconds - service.stop.grace;
      expect(more, service.name).toBeGreaterThan(0);
      expect(more, service.name).toBeLessThanOrEqual(10);
    }
  });

  test("let the engine API be reached by its own op-node, and by nobody else", () => {
    const engines = rendered.filter(({ service }) => service.ports.auth !== undefined);
    expect(engines.map(({ service }) => service.name)).toEqual([NODES.sequencer.geth, NODES.replica.geth]);
    for (const { service, objects } of engines)
      expect(admitted(objects, service.ports.auth ?? 0), service.name).toEqual([
        {
          podSelector: {
            matchLabels: {
              "app.kubernetes.io/instance": BY_NAME[service.name].engine?.from,
              "app.kubernetes.io/part-of": "tensora",
            },
          },
        },
      ]);
  });

  test("let the stack's own pods reach every other port, and nobody from outside", () => {
    const stack = { podSelector: { matchLabels: { "app.kubernetes.io/part-of": "tensora" } } };
    for (const { service, objects } of rendered)
      for (const [name, port] of Object.entries(service.ports))
        if (name !== "auth") expect(admitted(objects, port), `${service.name} ${name}`).toEqual([stack]);
  });

  test("hold no secret: what is secret comes from an object of its own", () => {
    for (const { objects } of rendered) {
      expect(kindsOf(objects)).not.toContain("Secret");
      expect(JSON.stringify(objects)).not.toContain("1".repeat(64));
    }
  });
});

describe.each(CHARTS)("chart %s by itself", (chart) => {
  test("refuses to run what it is not told of, and names it", async () => {
    const empty = { program: "", role: "", image: "", command: [], ports: {}, probes: {} };
    const failure = await renderedExample(chart, "tensora", empty).catch((error: Error) => error);
    const { lastLines = [] } = failure as { lastLines?: string[] };
    for (const name of ["program", "role", "image", "command", "ports"])
      expect(lastLines.join("\n"), name).toContain(name);
  });

  test("has neither Ingress nor ServiceMonitor by its own values, and pods as hard as the stack's", async () => {
    const objects = await renderedDefaults(chart, "tensora");
    expect(kindsOf(objects)).not.toContain("Ingress");
    expect(kindsOf(objects)).not.toContain("ServiceMonitor");
    expectHardened(objects, chart);
  });

  test("leads from outside to a port that is there, when asked for", async () => {
    const objects = await renderedExample(chart, "tensora");
    expectHardened(objects, chart);
    const ports = (one(objects, "Service").spec.ports as { name: string }[]).map(({ name }) => name);
    const [rule] = one(objects, "Ingress").spec.rules as {
      http: { paths: { backend: { service: { name: string; port: { name: string } } } }[] };
    }[];
    const backend = rule?.http.paths[0]?.backend.service;
    expect(backend?.name).toBe(one(objects, "Service").metadata.name);
    expect(ports).toContain(backend?.port.name);
    const monitor = one(objects, "ServiceMonitor").spec;
    expect(ports).toContain((monitor.endpoints as { port: string }[])[0]?.port);
    const { labels } = one(objects, "Service").metadata as { labels?: object };
    expect(labels).toMatchObject((monitor.selector as { matchLabels: object }).matchLabels);
  });
});

test("whoever a chart lets in besides is not let in to the engine API", async () => {
  const objects = await renderedExample("chain", "tensora");
  const outsiders = (port: number) => admitted(objects, port).filter((peer) => peer.namespaceSelector);
  expect(outsiders(8545)).toHaveLength(1);
  expect(outsiders(8551)).toEqual([]);
});

test("a chain with the engine API's port only is open to its op-node only", async () => {
  const ports = { auth: 8551 };
  const objects = await renderedExample("chain", "tensora", { ports });
  expect(rulesOf(objects)).toHaveLength(1);
  expect(admitted(objects, 8545)).toEqual([]);
});
