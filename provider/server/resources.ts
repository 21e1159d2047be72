import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import {
  copySecretMarks,
  fromStruct,
  hasUnknown,
  mapProps,
  type Struct,
  secret,
  toStruct,
  UNKNOWN,
  unwrapSecrets,
} from "../../engine/wire.ts";
import { messageOf, TensoraError } from "../../lib/errors.ts";
import type { Props } from "../kind.ts";
import { changedProperties } from "./compare.ts";
import { differenceOf, toResponse } from "./difference.ts";
import { type Host, type Operation, operate } from "./operation.ts";
import { Failure } from "./status.ts";

const { CheckFailure, CheckResponse, CreateResponse, ReadResponse, UpdateResponse } = providerPb;

/** The operations of `pulumirpc.ResourceProvider` on one resource, each dispatched to the resource's kind. */
export function resourceMethods(host: Host) {
  return {
    /** The inputs go back as they came: kinds refuse, they do not fill in defaults. */
    async check(request: providerPb.CheckRequest): Promise<providerPb.CheckResponse> {
      const olds = fromStruct(request.getOlds());
      const news = fromStruct(request.getNews());
      return operate(
        host,
        { urn: request.getUrn(), recorded: olds, values: [olds, news] },
        async ({ kind, ctx }) => {
          const known = Object.fromEntries(
            Object.entries(plain(news)).filter(([, value]) => !hasUnknown(value)),
          );
          const former = Object.keys(olds).length > 0 ? plain(olds) : undefined;
          const failures = (await kind.check?.(known, former, ctx)) ?? [];
          const response = new CheckResponse().setInputs(toStruct(news));
          for (const { property, reason } of failures) {
            response.addFailures(new CheckFailure().setProperty(property).setReason(ctx.mask(reason)));
          }
          return response;
        },
      );
    },

    async diff(request: providerPb.DiffRequest): Promise<providerPb.DiffResponse> {
      const outputs = fromStruct(request.getOlds());
      const olds = oldInputs(request, outputs);
      const news = fromStruct(request.getNews());
      const opened = { urn: request.getUrn(), recorded: olds, values: [olds, outputs, news] };
      return operate(host, opened, async (operation) => {
        const inputs = { id: request.getId(), olds: plain(olds), outputs: plain(outputs), news: plain(news) };
        const difference = await differenceOf(operation, inputs);
        const { changed, reason } = difference;
        // Before the answer: the engine then shows the reason with what follows from it.
        if (changed.length > 0 && reason) {
          await host.log.send("info", request.getUrn(), operation.ctx.mask(reason), true);
        }
        return toResponse(difference, inputs.olds, inputs.news);
      });
    },

    async create(request: providerPb.CreateRequest): Promise<providerPb.CreateResponse> {
      const inputs = fromStruct(request.getProperties());
      // Outputs that are missing from a preview are unknown to the program.
      if (request.getPreview()) return new CreateResponse().setProperties(toStruct({}));
      const opened = { urn: request.getUrn(), values: [inputs], timeout: request.getTimeout() };
      return operate(host, opened, async (operation) => {
        const { id, outputs } = await createOrKeep(operation, inputs);
        return new CreateResponse().setId(id).setProperties(outgoing(operation, outputs, inputs));
      });
    },

    /** An empty id tells the engine that the resource is gone. */
    async read(request: providerPb.ReadRequest): Promise<providerPb.ReadResponse> {
      const inputs = fromStruct(request.getInputs());
      const former = fromStruct(request.getProperties());
      const opened = {
        urn: request.getUrn(),
        recorded: inputs,
        values: [inputs, former],
        timeout: request.getTimeout(),
      };
      return operate(host, opened, async (operation) => {
        const { kind, ctx } = operation;
        if (Object.keys(inputs).length === 0) throw notImportable(request.getUrn());
        const outputs = await kind.read(request.getId(), plain(inputs), plain(former), ctx);
        if (outputs === undefined) return new ReadResponse();
        return new ReadResponse()
          .setId(request.getId())
          .setInputs(toStruct(inputs))
          .setProperties(outgoing(operation, outputs, inputs, former));
      });
    },

    async update(request: providerPb.UpdateRequest): Promise<providerPb.UpdateResponse> {
      const former = fromStruct(request.getOlds());
      const olds = oldInputs(request, former);
      const news = fromStruct(request.getNews());
      const id = request.getId();
      const opened = {
        urn: request.getUrn(),
        recorded: olds,
        values: [olds, former, news],
        timeout: request.getTimeout(),
      };
      return operate(host, opened, async (operation) => {
        const { kind, ctx } = operation;
        const outputs = request.getPreview()
          ? await previewOutputs(operation, id, olds, former, news)
          : await kind.update(id, plain(olds), plain(former), plain(news), ctx);
        return new UpdateResponse().setProperties(outgoing(operation, outputs, news));
      });
    },

    async delete(request: providerPb.DeleteRequest): Promise<emptyPb.Empty> {
      const former = fromStruct(request.getProperties());
      const inputs = oldInputs(request, former);
      const opened = {
        urn: request.getUrn(),
        recorded: inputs,
        values: [inputs, former],
        timeout: request.getTimeout(),
      };
      return operate(host, opened, async ({ kind, ctx }) => {
        await kind.delete(request.getId(), plain(inputs), plain(former), ctx);
        return new emptyPb.Empty();
      });
    },
  };
}

/** What a kind sees: no secret marks. */
const plain = unwrapSecrets;

/** Engines before 3.74 send the former outputs only. */
const oldInputs = (
  request: { hasOldInputs(): boolean; getOldInputs(): Struct | undefined },
  outputs: Props,
): Props => (request.hasOldInputs() ? fromStruct(request.getOldInputs()) : outputs);

/**
 * Outputs for the engine. Those with a secret input's or former output's name, those that show a secret, and those that
 * the kind lists are secrets themselves.
 */
function outgoing({ kind, shows }: Operation, outputs: Props, ...marked: Props[]): Struct {
  const known = mapProps(outputs, () => undefined);
  const result = marked.reduce((props, marks) => copySecretMarks(props, marks), known);
  for (const [name, value] of Object.entries(result)) {
    const text = JSON.stringify(value);
    if (kind.secretOutputs?.includes(name) || shows(text)) result[name] = secret(value);
  }
  return toStruct(result);
}

/** @throws Failure that carries what was left behind, so that the engine keeps the resource. */
async function createOrKeep(
  { kind, ctx }: Operation,
  inputs: Props,
): Promise<{ id: string; outputs: Props }> {
  const values = plain(inputs);
  try {
    return await kind.create(values, ctx);
  } catch (error) {
    const left = kind.unfinished?.(values);
    if (!left) throw error;
    const outputs = copySecretMarks(left.outputs, inputs);
    throw new Failure(messageOf(error), undefined, { id: left.id, outputs });
  }
}

/** Outputs stay what they are where only the world has changed, and become unknown where the inputs have. */
async function previewOutputs(operation: Operation, id: string, olds: Props, former: Props, news: Props) {
  const inputs = { id, olds: plain(olds), outputs: plain(former), news: plain(news) };
  if (changedProperties(inputs.olds, inputs.news).length > 0) return mapProps(former, () => UNKNOWN);
  const { changed } = await differenceOf(operation, inputs);
  return Object.fromEntries(Object.keys(former).map((k) => [k, changed.includes(k) ? UNKNOWN : former[k]]));
}

const notImportable = (urn: string) =>
  new TensoraError("resources of the tensora provider cannot be imported", {
    where: urn,
    next: ["run `up`: it adopts a resource that already exists"],
  });
