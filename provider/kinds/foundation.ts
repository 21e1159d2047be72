import { randomUUID } from "node:crypto";
import type { FoundationInputs, FoundationOutputs } from "../../resources/foundation.ts";
import type { CheckFailure, ResourceKind } from "../kind.ts";
import { changedProperties } from "../server/compare.ts";
import { NEXT, shown } from "../server/keep.ts";

type Values = FoundationInputs["values"];

/** What a stack is founded on. It is a record only: a change that would lose a chain or contracts is refused. */
export const foundationKind: ResourceKind<FoundationInputs, FoundationOutputs> = {
  type: "tensora:index:Foundation",
  check: async ({ values }, olds) => (values && olds ? lossesOf(olds.values, values) : []),
  diff: async (_id, olds, _outputs, news) => ({
    changed: changedProperties(olds.values, news.values).length > 0 ? ["values"] : [],
  }),
  async create(inputs) {
    await reached(inputs);
    return { id: "foundation", outputs: { owner: randomUUID() } };
  },
  read: async (_id, _inputs, outputs) => outputs,
  update: async (_id, _olds, outputs) => outputs,
  delete: async () => {},
};

/**
 * Nothing is founded where nobody answers: a wrong address would be on record, and the right one refused.
 * @throws TensoraError that says who does not answer, and what to do
 */
async function reached({ values, kubeconfig }: FoundationInputs): Promise<void> {
  const { "runtime.kind": kind, "runtime.dockerHost": host = "" } = values;
  const { "runtime.context": context = "", "runtime.namespace": namespace = "" } = values;
  if (kind === "docker") await (await import("../../runtimes/docker/client.ts")).mustAnswer(host);
  if (kind !== "kubernetes") return;
  const endpoint = { context, namespace, ...(kubeconfig === undefined ? {} : { kubeconfig }) };
  await (await import("../../runtimes/kubernetes/client.ts")).mustAnswer(endpoint);
}

/** A refusal for each value whose change would lose what there is. */
export function lossesOf(was: Values, is: Values): CheckFailure[] {
  const paths = Object.keys({ ...was, ...is }).sort();
  // Another runtime has other values: one refusal says it all.
  const judged = was["runtime.kind"] === is["runtime.kind"] ? paths : ["runtime.kind"];
  return judged
    .filter((path) => !isAllowed(path, was[path], is[path]))
    .map((path) => ({
      property: path,
      reason: `was ${shown(was[path])}, is ${shown(is[path])}: ${WHY[path] ?? CHAINS}; ${NEXT.join(", ")}`,
    }));
}

const CHAINS = "the stack's chains would be lost";
const WHY: Readonly<Record<string, string>> = {
  "l1.kind": "the L1 with the stack's contracts would be lost",
  "protocol.enabled": "the stack would lose the protocol's contracts",
};

function isAllowed(path: string, was: string | undefined, is: string | undefined): boolean {
  if (was === is) return true;
  if (path === "protocol.enabled") return is === "true";
  return path === "runtime.storageSize" && bytesOf(is) >= bytesOf(was);
}

const UNITS = ["", "K", "M", "G", "T", "P", "E"];

/** A quantity of Kubernetes, such as `20Gi`, in bytes; 0 for what is none. */
export function bytesOf(quantity = ""): number {
  const {
    number,
    unit = "",
    binary,
  } = /^(?<number>[\d.]+)(?<unit>[KMGTPE]?)(?<binary>i?)$/.exec(quantity)?.groups ?? {};
  return number === undefined ? 0 : Number(number) * (binary ? 1024 : 1000) ** UNITS.indexOf(unit);
}
