import fs from "node:fs";
import os from "node:os";
import { gzipSync } from "node:zlib";
import {
  CoreV1Api,
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
} from "@kubernetes/client-node";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { l1ServiceSpec } from "../../components/l1.ts";
import { loadObject } from "../../config/index.ts";
import { runtimeOn } from "../../config/testing/runtime.ts";
import { genesisSpec } from "../../genesis/spec.ts";
import { l1Genesis } from "../../genesis/index.ts";
import { projectRoot } from "../../lib/root.ts";
import { until } from "../../lib/wait.ts";
import { pushedImageKind } from "../../provider/kinds/pushed-image.ts";
import { testContext } from "../../provider/testing/context.ts";
import { isReady, podsOf } from "../../runtimes/kubernetes/client.ts";
import { podPlacement } from "../../runtimes/kubernetes/placement.ts";
import type { Manifest } from "../../runtimes/kubernetes/render.ts";
import { chartValues } from "../../runtimes/kubernetes/values.ts";
import { SERVICES } from "../../spec/services.ts";
import { imageKey } from "../../toolchain/images/image.ts";
import { programPath } from "../../toolchain/index.ts";
import { TestStack } from "../e2e/stack.ts";
import { remains } from "../cluster/remains.ts";
import { kubernetesMachine } from "./kubernetes.ts";
import { withoutPulls } from "./no-pulls.ts";
import { CHARTS, renderedExample, renderedServices } from "./rendered.ts";
import { strictDryRun } from "./strict.ts";

type Kubernetes = Awaited<ReturnType<typeof kubernetesMachine>>;
const stack = new TestStack("kubernetes-only");
/** Milliseconds within which a user must be told what is wrong, after the images are there. */
const PATIENCE = 45_000;
const ALONE = "helm-alone";
let machine: Kubernetes;
let config: KubeConfig;
beforeAll(async () => {
  machine = await kubernetesMachine();
  config = new KubeConfig();
  config.loadFromFile(machine.cluster.kubeconfig);
  await stack.make({ ...machine.values, subnets: [] });
});
afterAll(async () => {
  await stack.remove();
  await machine.end();
});

const apply = (object: object) =>
  KubernetesObjectApi.makeApiClient(config).patch(
    object as KubernetesObject,
    undefined,
    undefined,
    "tensora-test",
    true,
    PatchStrategy.ServerSideApply,
  );

/** A chart's values for an L1, with everything known. */
async function l1Values() {
  const { spec } = await loadObject(
    {
      runtime: {
        kind: "kubernetes",
        context: "c",
        imageRegistry: "r",
        storageClass: machine.cluster.storageClass,
      },
      l1: { blockTime: 1 },
    },
    { root: projectRoot(), stack: stack.name },
  );
  const service = l1ServiceSpec(spec, podPlacement(spec));
  const inputs = {
    program: "op-geth",
    key: imageKey("op-geth"),
    registry: `${machine.cluster.registry}/tensora`,
  } as const;
  const { outputs } = await pushedImageKind.create(inputs, testContext());
  const values = {
    ...chartValues(runtimeOn(spec, "kubernetes"), service),
    image: outputs.reference,
    args: service.args,
  };
  return { spec, values };
}

const helm = (...args: string[]) =>
  execa(programPath("helm"), [
    "--kubeconfig",
    machine.cluster.kubeconfig,
    "--kube-context",
    machine.cluster.context,
    ...args,
  ]);

test("a chart is enough for itself: lint, install, a chain that goes on, uninstall", async () => {
  const { spec, values } = await l1Values();
  const { genesis } = l1Genesis(genesisSpec(spec), Math.floor(Date.now() / 1000));
  const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
  await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: ALONE, labels } });
  const packed = gzipSync(JSON.stringify(genesis)).toString("base64");
  const metadata = { name: "l1-files", namespace: ALONE };
  await apply({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata,
    binaryData: { "l1-genesis.json.gz": packed },
  });
  const input = JSON.stringify(values);
  const chart = "charts/stateful";
  const given = (...args: string[]) =>
    execa(programPath("helm"), ["--kubeconfig", machine.cluster.kubeconfig, ...args, "--values", "-"], {
      input,
      cwd: projectRoot(),
    });
  await given("lint", chart);
  await given("install", "l1", chart, "--namespace", ALONE, "--wait", "--timeout", "120s");
  const core = config.makeApiClient(CoreV1Api);
  const [pod] = await podsOf(core, ALONE, "l1");
  expect(pod && isReady(pod)).toBe(true);
  const sees = async () => {
    const log = await core.readNamespacedPodLog({
      namespace: ALONE,
      name: pod?.metadata?.name ?? "",
      tailLines: 50,
    });
    return /number=[3-9]/.test(String(log));
  };
  await until("the third block of a chain that helm has installed", sees, { deadline: 60 });
  await helm("uninstall", "l1", "--namespace", ALONE, "--wait");
  await core.deleteNamespace({ name: ALONE });
});

describe("the API server's strict dry run", () => {
  const namespace = "strict";
  const metadata = { name: namespace, labels: { "pod-security.kubernetes.io/enforce": "restricted" } };
  beforeAll(() => apply({ apiVersion: "v1", kind: "Namespace", metadata }));
  afterAll(() => config.makeApiClient(CoreV1Api).deleteNamespace({ name: namespace }));

  /**
   * A workload and its pod as its controller makes it: of a workload's pods the API server does not say whether they are
   * restricted enough.
   */
  function withPod(object: Manifest): Manifest[] {
    const { template, volumeClaimTemplates = [] } = (object.spec ?? {}) as {
      template?: { metadata: { labels: object }; spec: { volumes?: object[] } };
      volumeClaimTemplates?: Pick<Manifest, "metadata">[];
    };
    if (template === undefined) return [object];
    const claims = volumeClaimTemplates.map(({ metadata: { name } }) => ({
      name,
      persistentVolumeClaim: { claimName: name },
    }));
    const spec = { ...template.spec, volumes: [...(template.spec.volumes ?? []), ...claims] };
    const { labels } = template.metadata;
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: object.metadata.name, labels }, spec };
    return [object, pod];
  }

  test("takes everything that the charts make, and pods under the restricted level", async () => {
    const services = await renderedServices(namespace);
    const examples = await Promise.all(CHARTS.map((chart) => renderedExample(chart, namespace)));
    // A cluster without the Prometheus operator does not know its kind.
    const made = [...services.flatMap(({ objects }) => objects), ...examples.flat()];
    const known = made.filter(({ kind }) => kind !== "ServiceMonitor");
    const all = known.flatMap(withPod);
    const refused = await Promise.all(all.map((object) => strictDryRun(config, namespace, object)));
    expect(refused.filter((message) => message !== undefined)).toEqual([]);
    const pods = all.filter(({ kind }) => kind === "Pod");
    expect(pods).toHaveLength(services.length + CHARTS.length);
  });

  test("refuses a field that it does not know, and a pod that may do more", async () => {
    const objects = await renderedExample("stateful", namespace);
    const service = objects.find(({ kind }) => kind === "Service") as Manifest;
    const typo = { ...service, spec: { ...service.spec, sessionAfinity: "None" } };
    expect(await strictDryRun(config, namespace, typo)).toContain("sessionAfinity");
    const workload = objects.find(({ kind }) => kind === "StatefulSet") as Manifest;
    const pod = withPod(workload)[1] as Manifest;
    const open = { ...pod, spec: { ...pod.spec, hostNetwork: true } };
    expect(await strictDryRun(config, namespace, open)).toContain("hostNetwork");
  });
});

test("a chart refuses values that it does not know, with helm's words", async () => {
  const { values } = await l1Values();
  const input = JSON.stringify({ ...values, imgae: "typo" });
  const asked = await execa(
    programPath("helm"),
    ["template", "l1", "charts/stateful", "--kube-version", "1.33.0", "--values", "-"],
    {
      input,
      cwd: projectRoot(),
      reject: false,
    },
  );
  expect(asked.failed).toBe(true);
  expect(asked.stderr).toContain("imgae");
});

test("a context that the stack does not name is not used", async () => {
  const { exitCode, all } = await stack.run("up", "--yes", "--set", "runtime.context=production");
  expect(exitCode).toBe(1);
  expect(all).toContain("the kubeconfig has no context production");
  expect(all).toContain(machine.cluster.context);
});

test("a volume that nobody makes leads to the storage class", async () => {
  // Once, so that the time below is not that of the images.
  await l1Values();
  const began = performance.now();
  const { exitCode, all } = await stack.run("up", "--yes", "--set", "runtime.storageClass=nowhere");
  expect(exitCode).toBe(1);
  expect(all).toContain("l1 cannot be scheduled");
  expect(all).toContain("set runtime.storageClass");
  expect(performance.now() - began).toBeLessThan(PATIENCE);
  expect((await stack.run("destroy", "--yes")).exitCode).toBe(0);
});

test("an image that the nodes cannot pull is named, and where it should come from", async () => {
  await l1Values();
  const registry = await withoutPulls(machine.cluster.registry);
  try {
    const began = performance.now();
    const imageRegistry = `runtime.imageRegistry=${registry.address}/tensora`;
    const { exitCode, all } = await stack.run("up", "--yes", "--set", imageRegistry);
    expect(exitCode).toBe(1);
    expect(all).toMatch(/l1 has no image: \S+ cannot be pulled/);
    expect(all).toContain("check that the cluster can reach runtime.imageRegistry");
    expect(performance.now() - began).toBeLessThan(PATIENCE);
  } finally {
    registry.end();
  }
  expect((await stack.run("destroy", "--yes")).exitCode).toBe(0);
});

test("a pod without enough memory is named with its limit", async () => {
  const { exitCode, all } = await stack.run(
    "up",
    "--yes",
    "--set",
    `services.${SERVICES.l1.name}.resources.memoryMb=64`,
  );
  expect(exitCode).toBe(1);
  expect(all).toContain("l1 was killed: it needs more memory than its limit");
  expect(all).toContain("raise its resources.memoryMb");
  expect((await stack.run("destroy", "--yes")).exitCode).toBe(0);
});

test("a namespace of others is used, and neither it nor what is in it is changed or deleted", async () => {
  const core = config.makeApiClient(CoreV1Api);
  const name = "team";
  const files = { name: "l1-files", namespace: name };
  const labels = { purpose: "theirs" };
  await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
  await apply({ apiVersion: "v1", kind: "ConfigMap", metadata: files, data: { their: "own" } });
  const before = await core.readNamespace({ name });
  try {
    const refused = await stack.run("up", "--yes", "--set", `runtime.namespace=${name}`);
    expect(refused.exitCode).toBe(1);
    expect(refused.all).toContain("ConfigMap l1-files in the namespace team already exists");
    expect((await stack.run("destroy", "--yes")).exitCode).toBe(0);
    const after = await core.readNamespace({ name });
    expect(after.metadata?.labels).toEqual(before.metadata?.labels);
    expect(after.metadata?.deletionTimestamp).toBeUndefined();
    expect((await core.readNamespacedConfigMap(files)).data).toEqual({ their: "own" });
  } finally {
    await core.deleteNamespace({ name });
  }
});

test("an admission web hook that refuses is named", async () => {
  const name = "refuses.tensora.test";
  const clientConfig = { url: "https://127.0.0.1:9/", caBundle: "" };
  const rules = [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["namespaces"] }];
  const hook = {
    name,
    clientConfig,
    rules,
    admissionReviewVersions: ["v1"],
    sideEffects: "None",
    timeoutSeconds: 2,
  };
  const object = {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    metadata: { name },
    webhooks: [hook],
  };
  await apply(object);
  try {
    const { exitCode, all } = await stack.run("up", "--yes");
    expect(exitCode).toBe(1);
    expect(all).toContain(`ask the operator of the admission webhook ${name}`);
  } finally {
    await KubernetesObjectApi.makeApiClient(config).delete(object as KubernetesObject);
  }
});

test("images check and update ask a real registry", async () => {
  const { registry } = machine.cluster;
  await l1Values();
  const image = `${registry}/tensora/op-geth:${imageKey("op-geth")}`;

  const file = `${fs.mkdtempSync(`${os.tmpdir()}/tensora-lock-`)}/images.lock.yaml`;
  fs.writeFileSync(file, `# kept\nop-geth:\n  image: ${image}\n  digest: not verified\n`);
  const run = (command: string) =>
    execa("./tensora", ["images", command, "--file", file, "--json"], { cwd: projectRoot(), reject: false });
  const first = await run("check");
  expect(first.exitCode).toBe(1);
  expect(JSON.parse(first.stdout)[0]).toMatchObject({
    state: "not verified",
    found: expect.stringMatching(/^sha256:/),
  });
  expect((await run("update")).exitCode).toBe(0);
  expect(fs.readFileSync(file, "utf8")).toMatch(/^# kept\n[\s\S]*digest: sha256:[0-9a-f]{64}\n$/);
  expect((await run("check")).exitCode).toBe(0);
});

test("nothing of the tests' own cluster is left after it", async ({ skip }) => {
  if (process.env.KUBECONFIG !== undefined) return skip("the cluster is somebody's own, and stays");
  await stack.remove();
  await machine.end();
  expect(await remains()).toEqual([]);
});
