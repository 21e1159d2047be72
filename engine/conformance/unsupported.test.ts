import type grpc from "@grpc/grpc-js";
import callbackPb from "@pulumi/pulumi/proto/callback_pb.js";
import resourcePb from "@pulumi/pulumi/proto/resource_pb.js";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { launchPlugin } from "../plugin/process.ts";
import { TestStack } from "./harness.ts";
import { type Client, ITEM, speaking } from "./program.ts";

let stack: TestStack;
beforeEach(() => {
  stack = new TestStack();
});
afterEach(() => stack.remove());

const run = (program: (client: Client) => Promise<void>) =>
  stack.run("up", undefined, {}, { launchProgram: speaking(program) });

type Method<Request> = (request: Request, done: (error: grpc.ServiceError | null) => void) => unknown;

/** The message that a call fails with. */
const refusal = <Request>(client: Client, method: Method<Request>, request: Request) =>
  new Promise<string>((resolve) => {
    method.call(client, request, (error) => resolve(error?.details ?? "it was accepted"));
  });

function item(change: (request: resourcePb.RegisterResourceRequest) => void) {
  const request = new resourcePb.RegisterResourceRequest();
  request.setType(ITEM);
  request.setName("a");
  request.setCustom(true);
  request.setObject(new structPb.Struct());
  change(request);
  return request;
}

const OPTIONS: [string, (request: resourcePb.RegisterResourceRequest) => void][] = [
  ["remote components", (request) => request.setRemote(true)],
  ["the option import", (request) => request.setImportid("a-0")],
  ["the option replaceWith", (request) => request.setReplaceWithList(["urn:pulumi:dev::p::t::n"])],
  ["the option replacementTrigger", (request) => request.setReplacementTrigger(new structPb.Value())],
  ["transforms", (request) => request.setTransformsList([new callbackPb.Callback()])],
  ["parameterized packages", (request) => request.setPackageref("some-package")],
];

describe("what the engine does not support", () => {
  it.each(OPTIONS)("90 %s: is refused before anything is done", async (what, change) => {
    const outcome = await run(async (client) => {
      await new Promise((resolve) => client.registerResource(item(change), resolve));
    });
    expect(outcome.errors[0]?.message).toContain(`the embedded engine does not support ${what}`);
    expect(outcome.errors[0]?.message).toContain("next: run this stack with the Pulumi CLI");
    expect(stack.world.names()).toEqual([]);
  });

  it("91 calls of it are answered with the reason", async () => {
    const answers: string[] = [];
    await run(async (client) => {
      answers.push(
        await refusal(client, client.call, new resourcePb.ResourceCallRequest()),
        await refusal(client, client.registerStackTransform, new callbackPb.Callback()),
        await refusal(client, client.registerResourceHook, new resourcePb.RegisterResourceHookRequest()),
        await refusal(client, client.registerPackage, new resourcePb.RegisterPackageRequest()),
      );
    });
    const features = ["method calls", "stack transforms", "resource hooks", "parameterized packages"];
    expect(answers).toHaveLength(features.length);
    for (const [index, feature] of features.entries()) {
      expect(answers[index]).toContain(`the embedded engine does not support ${feature}`);
    }
  });

  it("92 is not advertised", async () => {
    const support: Record<string, boolean> = {};
    const ask = (client: Client, id: string) =>
      new Promise<void>((resolve, reject) => {
        const request = new resourcePb.SupportsFeatureRequest();
        request.setId(id);
        client.supportsFeature(request, (error, response) => {
          if (error) return reject(error);
          support[id] = response.getHassupport();
          resolve();
        });
      });
    await run(async (client) => {
      for (const id of ["secrets", "outputValues", "aliasSpecs", "transforms", "resourceHooks"])
        await ask(client, id);
    });
    expect(support).toEqual({
      secrets: true,
      outputValues: true,
      aliasSpecs: true,
      transforms: false,
      resourceHooks: false,
    });
  });

  it("93 a stack reference, and a package without a plugin", async () => {
    const read = await run(async (client) => {
      const request = new resourcePb.ReadResourceRequest();
      request.setType("pulumi:pulumi:StackReference");
      request.setName("other");
      request.setId("other");
      await new Promise((resolve) => client.readResource(request, resolve));
    });
    expect(read.errors[0]?.message).toContain("does not support reading pulumi:pulumi:StackReference");
    const bucket = { resources: [{ name: "x", type: "aws:s3:Bucket" }] };
    const foreign = await stack.up(bucket, {}, { launchPlugin });
    expect(foreign.errors[0]?.message).toContain('there is no provider plugin for the package "aws"');
    expect(foreign.errors[0]?.message).toContain("Pulumi CLI");
  });
});
