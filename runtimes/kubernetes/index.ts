import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Provider } from "@pulumi/kubernetes/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { Claim, Namespace } from "../../resources/cluster.ts";
import type { Foundation } from "../../resources/foundation.ts";
import { PushedImage } from "../../resources/image.ts";
import type { DevnetSpec, KubernetesSpec } from "../../spec/devnet.ts";
import { ALL_SERVICES, type ServiceName } from "../../spec/services.ts";
import { imageKey, imageVersion } from "../../toolchain/images/image.ts";
import { imagesOf } from "../common/images.ts";
import type { Runtime } from "../common/runtime.ts";
import { OWNER } from "./annotations.ts";
import { digestOf, packedFiles, secretEnvironment, secretFiles } from "./files.ts";
import { forwarderService } from "./forwarder.ts";
import { manifestResource } from "./manifests.ts";
import { podPlacement } from "./placement.ts";
import { type Manifest, renderChart } from "./render.ts";
import { chartOf, chartValues, objects } from "./values.ts";

/**
 * Services as pods of a cluster that runs already, in a namespace of the stack's own, reached through port-forwards.
 * @param local runs what forwards the ports, and is where they lead
 */
export function kubernetesRuntime(
  spec: DevnetSpec,
  cluster: KubernetesSpec,
  { foundation, local }: { foundation: Foundation; local: Runtime },
): Runtime {
  const { context, namespace, imageRegistry: registry, images: officials } = cluster;
  const given = cluster.kubeconfig === undefined ? {} : { kubeconfig: cluster.kubeconfig };
  const provider = new Provider("kubernetes", { context, namespace, enableServerSideApply: true, ...given });
  const { owner } = foundation;
  const annotations = { [OWNER]: owner };
  const home = new Namespace(
    "namespace",
    { ...given, context, namespace, owner },
    { dependsOn: [foundation, provider] },
  );
  const forwarders = ALL_SERVICES.filter(({ forwards }) => forwards).map(({ name }) => {
    const service = forwarderService(spec, name, cluster, local.placement(name));
    return local.launch(service, { parent: home, dependsOn: [home] });
  });
  const imageOf = imagesOf(
    officials,
    (source, options) =>
      new PushedImage(
        `image-${source.program}`,
        { ...source, key: imageKey(source.program, source.official), registry },
        options,
      ),
  );
  const claims = new Map<ServiceName, pulumi.Resource>();

  return {
    name: "kubernetes",
    placement: () => podPlacement(spec),
    url: local.url,
    version: (program) => imageVersion(program, officials[program]),
    volume(service, genesis, parent) {
      const { storageClass, storageSize } = cluster;
      const claim = new Claim(
        `${service}-data`,
        {
          ...given,
          context,
          namespace,
          metadata: pulumi.output({
            name: objects.claim(service),
            annotations: { "tensora/genesis": genesis, ...annotations },
          }),
          spec: {
            accessModes: ["ReadWriteOnce"],
            ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
            resources: { requests: { storage: storageSize } },
          },
        },
        { parent, dependsOn: [home] },
      );
      claims.set(service, claim);
      return claim;
    },
    handle: (name) => ({ runtime: "kubernetes", ...given, context, namespace, name }),
    launch(service, { parent, dependsOn, triggers = {} }) {
      const { name, files, secretEnv = {} } = service;
      const values = chartValues(cluster, service);
      const release = { chart: chartOf(service), name, namespace };
      const known = pulumi.output(triggers);
      const options = { parent, provider, dependsOn: [home] };
      const named = (object: string) => ({ metadata: { name: object, annotations } });
      const there: pulumi.Resource[] = [];
      const { configMap, secret } = values.files as { configMap: string; secret: string };
      // The triggers are known when the files are there.
      if (configMap !== "")
        there.push(
          new ConfigMap(
            objects.files(name),
            { ...named(configMap), binaryData: known.apply(() => packedFiles(spec, files)) },
            { ...options, dependsOn: [home, ...dependsOn] },
          ),
        );
      if (secret !== "")
        there.push(
          new Secret(
            objects.secrets(name),
            { ...named(secret), data: pulumi.secret(known.apply(() => secretFiles(spec, files))) },
            { ...options, dependsOn: [home, ...dependsOn] },
          ),
        );
      if (values.secretEnv !== "")
        there.push(
          new Secret(
            objects.env(name),
            {
              ...named(objects.env(name)),
              data: pulumi.secret(pulumi.output(secretEnv).apply(secretEnvironment)),
            },
            options,
          ),
        );
      const later = {
        args: pulumi.output(service.args),
        image: imageOf(service.program).reference,
        config: pulumi.all([known, secretEnv]).apply((parts) => digestOf(parts)),
      };
      const claim = claims.get(name);
      const before = [home, ...forwarders, ...there, ...(claim ? [claim] : []), ...dependsOn];
      const made = renderChart(spec.dir, release, values).map((manifest) => {
        const isPod = manifest.kind === "StatefulSet" || manifest.kind === "Deployment";
        // Labels tell what is not in the manifest: of which program's digest the pod is.
        return {
          isPod,
          resource: manifestResource(withAnnotations(manifest, annotations), later, {
            ...options,
            dependsOn: isPod ? before : [home],
            // The claim is there before, and is what counts: a set's own template cannot change.
            ...(isPod ? { ignoreChanges: ["spec.volumeClaimTemplates"] } : {}),
          }),
        };
      });
      const pod = made.find(({ isPod }) => isPod)?.resource;
      if (!pod) throw new TypeError(`the chart of ${name} creates no pod`);
      return pod;
    },
  };
}

const withAnnotations = (manifest: Manifest, annotations: Record<string, pulumi.Output<string>>) => {
  const { annotations: own } = manifest.metadata as { annotations?: Record<string, string> };
  return { ...manifest, metadata: { ...manifest.metadata, annotations: { ...own, ...annotations } } };
};
