import { beforeAll, describe, expect, test } from "vitest";
import type { Manifest } from "../../runtimes/kubernetes/render.ts";
import { type Rendered, renderedServices } from "./rendered.ts";

interface Container {
  name: string;
  image: string;
  securityContext: Record<string, unknown>;
  resources?: { requests?: Record<string, string> };
  startupProbe?: { exec: { command: string[] } };
  readinessProbe?: { exec: { command: string[] } };
}
interface Pod {
  securityContext: Record<string, unknown>;
  terminationGracePeriodSeconds: number;
  automountServiceAccountToken?: boolean;
  affinity: Record<string, unknown>;
  containers: Container[];
  initContainers?: Container[];
}
interface Rule {
  from?: { podSelector?: { matchLabels: Record<string, string> } }[];
  ports: { port: number }[];
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
const podOf = (objects: Manifest[]) =>
  (one(objects, "StatefulSet", "Deployment").spec.template as { spec: Pod }).spec;

describe("every service's manifests", () => {
  test("are a workload, a Service, a PodDisruptionBudget and a NetworkPolicy; nothing else unless asked for", () => {
    for (const { service, objects } of rendered) {
      const workload = service.durable ? "StatefulSet" : "Deployment";
      expect(objects.map(({ kind }) => kind).sort(), service.name).toEqual(
        [workload, "NetworkPolicy", "PodDisruptionBudget", "Service"].sort(),
      );
    }
  });

  test("run as nobody, without privileges, on a root that nobody writes to, with requests", () => {
    for (const { service, objects } of rendered) {
      const pod = podOf(objects);
      expect(pod.securityContext, service.name).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      });
      for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
        expect(container.securityContext, `${service.name} ${container.name}`).toMatchObject({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
        expect(Object.keys(container.resources?.requests ?? {}).sort(), service.name).toEqual([
          "cpu",
          "memory",
        ]);
      }
    }
  });

  test("ask by the protocol, keep apart, and have time to stop", () => {
    for (const { service, objects } of rendered) {
      const pod = podOf(objects);
      const [container] = pod.containers;
      expect(container?.startupProbe?.exec.command.slice(1, 3), service.name).toEqual([
        "probe",
        service.health.kind,
      ]);
      expect(container?.readinessProbe?.exec.command[1], service.name).toBe("probe");
      expect(pod.affinity, service.name).toHaveProperty("podAntiAffinity");
      expect(pod.terminationGracePeriodSeconds, service.name).toBeGreaterThan(service.stop.grace);
    }
  });

  test("let the engine API be reached by its own op-node, and by nobody else", () => {
    for (const { service, objects } of rendered) {
      const rules = one(objects, "NetworkPolicy").spec.ingress as Rule[];
      const engine = service.ports.auth;
      const reaching = rules.filter(({ ports }) => ports.some(({ port }) => port === engine));
      if (engine === undefined) {
        expect(reaching, service.name).toEqual([]);
        continue;
      }
      expect(reaching, service.name).toHaveLength(1);
      expect(reaching[0]?.from).toHaveLength(1);
      expect(reaching[0]?.from?.[0]?.podSelector?.matchLabels["app.kubernetes.io/instance"]).toBe(
        service.name.replace(/-geth$/, "-node"),
      );
    }
  });

  test("hold no secret: what is secret comes from an object of its own", () => {
    for (const { objects } of rendered) {
      expect(objects.map(({ kind }) => kind)).not.toContain("Secret");
      expect(JSON.stringify(objects)).not.toContain("1".repeat(64));
    }
  });
});
