import https from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";
import type { Manifest } from "../../runtimes/kubernetes/render.ts";

/** Where the API server keeps each kind that the charts make. */
const PLACES: Readonly<Record<string, string>> = {
  StatefulSet: "apis/apps/v1|statefulsets",
  Deployment: "apis/apps/v1|deployments",
  Pod: "api/v1|pods",
  Service: "api/v1|services",
  PodDisruptionBudget: "apis/policy/v1|poddisruptionbudgets",
  NetworkPolicy: "apis/networking.k8s.io/v1|networkpolicies",
  Ingress: "apis/networking.k8s.io/v1|ingresses",
};

/**
 * What the API server says of a manifest when it is to refuse every field that it does not know, and to keep nothing.
 * Asked without the client, which leaves out what it does not know itself.
 * @returns the message of its refusal, or undefined when it takes the manifest
 */
export async function strictDryRun(
  config: KubeConfig,
  namespace: string,
  manifest: Manifest,
): Promise<string | undefined> {
  const [api, plural] = PLACES[manifest.kind]?.split("|") ?? [];
  if (api === undefined) throw new TypeError(`it is not known where the API server keeps ${manifest.kind}`);
  const query = "fieldManager=tensora-test&force=true&dryRun=All&fieldValidation=Strict";
  const path = `/${api}/namespaces/${namespace}/${plural}/${manifest.metadata.name}?${query}`;
  const url = new URL(path, config.getCurrentCluster()?.server);
  const options: https.RequestOptions = {
    method: "PATCH",
    headers: { "content-type": "application/apply-patch+yaml" },
  };
  await config.applyToHTTPSOptions(options);
  const { status, text } = await send(url, options, JSON.stringify(manifest));
  return status < 300 ? undefined : ((JSON.parse(text) as { message?: string }).message ?? text);
}

function send(url: URL, options: https.RequestOptions, body: string) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const request = https.request(url, options, async (response) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part as Buffer);
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() });
    });
    request.on("error", reject);
    request.end(body);
  });
}
