import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import { describe, expect, it } from "vitest";
import { fromStruct, isSecret, type Props, secret, toStruct, UNKNOWN } from "../../engine/wire.ts";
import { TensoraError } from "../../lib/errors.ts";
import type { Props as Plain, ResourceKind } from "../kind.ts";
import { EngineLog } from "./engine-log.ts";
import type { Host } from "./operation.ts";
import { resourceMethods } from "./resources.ts";
import type { Failure } from "./status.ts";

const URN = "urn:pulumi:dev::tensora::tensora:index:Thing::thing";

/** A kind that answers with its inputs, and keeps what it was given. */
function thing(more: Partial<ResourceKind> = {}) {
  const seen: Plain[] = [];
  const kind: ResourceKind = {
    type: "tensora:index:Thing",
    create: async (inputs) => {
      seen.push(inputs);
      return { id: "1", outputs: { ...inputs, shows: `key ${String(inputs.key)}`, open: "open" } };
    },
    read: async (_id, _inputs, outputs) => outputs,
    update: async (_id, _olds, _outputs, news) => news,
    delete: async () => undefined,
    ...more,
  };
  const host: Host = {
    kinds: { "tensora:index:Thing": async () => kind },
    config: {},
    log: new EngineLog(),
    cancelled: new AbortController().signal,
    running: new Set(),
  };
  return { methods: resourceMethods(host), seen };
}

const creation = (inputs: Props) =>
  new providerPb.CreateRequest().setUrn(URN).setProperties(toStruct(inputs));

function update(olds: Props, outputs: Props, news: Props) {
  const request = new providerPb.UpdateRequest().setUrn(URN).setId("1").setPreview(true);
  return request.setOldInputs(toStruct(olds)).setOlds(toStruct(outputs)).setNews(toStruct(news));
}

describe("a resource's operations", () => {
  it("give a kind plain values, and mark what is secret on the way back", async () => {
    const { methods, seen } = thing({ secretOutputs: ["open"] });
    const response = await methods.create(creation({ key: secret("sesame-street"), size: 1 }));
    expect(seen).toEqual([{ key: "sesame-street", size: 1 }]);
    const outputs = fromStruct(response.getProperties());
    const secrets = Object.keys(outputs).filter((name) => isSecret(outputs[name]));
    expect(secrets.sort()).toEqual(["key", "open", "shows"]);
    expect(outputs.size).toBe(1);
  });

  it("explain a failure without its secrets, and tell what it left", async () => {
    const { methods } = thing({
      create: async () => {
        throw new TensoraError("sesame-street does not open", { where: "here", next: ["try again"] });
      },
      unfinished: ({ key }) => ({ id: "1", outputs: { key } }),
    });
    const failure = await methods.create(creation({ key: secret("sesame-street") })).catch((e: Failure) => e);
    expect(failure).toMatchObject({ message: "*** does not open\n  where: here\n  next: try again" });
    expect((failure as Failure).unfinished).toMatchObject({ id: "1" });
    expect(isSecret((failure as Failure).unfinished?.outputs.key)).toBe(true);
  });

  it("leave out of a check what is not known yet", async () => {
    const { methods } = thing({
      check: async (news) => [{ property: "names", reason: Object.keys(news).join(" ") }],
    });
    const news = toStruct({ a: 1, b: UNKNOWN, c: { deep: [UNKNOWN] } });
    const response = await methods.check(new providerPb.CheckRequest().setUrn(URN).setNews(news));
    expect(response.getFailuresList()[0]?.getReason()).toBe("a");
    expect(response.getInputs()?.toJavaScript()).toMatchObject({ b: UNKNOWN });
  });

  it("take an unknown input for a change without asking the kind", async () => {
    const diff = () => Promise.reject(new Error("was asked"));
    const { methods } = thing({ replaceOnChanges: ["a"], diff });
    const request = new providerPb.DiffRequest().setUrn(URN).setId("1").setOlds(toStruct({}));
    request.setOldInputs(toStruct({ a: 1, b: 2 })).setNews(toStruct({ a: UNKNOWN, b: 2 }));
    const response = await methods.diff(request);
    expect(response.getDiffsList()).toEqual(["a"]);
    expect(response.getReplacesList()).toEqual(["a"]);
  });

  it("preview an update: outputs are unknown after a change of inputs, or as far as the kind says", async () => {
    const { methods } = thing({ diff: async () => ({ changed: ["alive", "hash"] }) });
    const outputs = { hash: "0x01", log: "/log" };
    const changed = await methods.update(update({ a: 1 }, outputs, { a: 2 }));
    expect(fromStruct(changed.getProperties())).toEqual({ hash: UNKNOWN, log: UNKNOWN });
    const observed = await methods.update(update({ a: 1 }, outputs, { a: 1 }));
    expect(fromStruct(observed.getProperties())).toEqual({ hash: UNKNOWN, log: "/log" });
  });
});
