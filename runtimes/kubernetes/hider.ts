import type { CoreV1Api } from "@kubernetes/client-node";
import { logHider } from "../common/hidden.ts";
import { objects } from "./values.ts";

/** What hides the credentials of a service's environment in its log; undefined where it has no such environment. */
export async function hiderOf(core: CoreV1Api, namespace: string, service: string) {
  const name = objects.env(service as Parameters<typeof objects.env>[0]);
  const secret = await core.readNamespacedSecret({ namespace, name }).catch(() => undefined);
  const values = Object.values(secret?.data ?? {});
  return logHider(values.map((value) => Buffer.from(value, "base64").toString("utf8")));
}
