import { setTimeout as sleep } from "node:timers/promises";
import grpc from "@grpc/grpc-js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import statusPb from "@pulumi/pulumi/proto/status_pb.js";
import anyPb from "google-protobuf/google/protobuf/any_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import { nameOfUrn } from "../model/urn.ts";
import { unionOfKeys } from "../../lib/values.ts";
import { sameValue } from "../model/values.ts";
import { fromStruct, hasUnknown, type Props, toStruct, UNKNOWN } from "../wire.ts";
import { World } from "./world.ts";

/** What an operation meets besides its request. */
interface Surroundings {
  /** Ends the plugin, as a crash would. */
  onLost(): void;
  /** The engine has asked to give up what is in flight. */
  cancelled: AbortSignal;
}

/** A change of these needs a new resource: `key` creates it first, `slot` deletes the old one first. */
const REPLACING = ["key", "slot"];

/**
 * The provider of the conformance programs: `test:index:Item` with any inputs. It keeps its resources in the world
 * file that its configuration names, adopts what is there already, and fails where the world says so.
 */
export async function serveTestProvider(onLost: () => void): Promise<{ port: number; close(): void }> {
  const cancelling = new AbortController();
  const around: Surroundings = { onLost, cancelled: cancelling.signal };
  let world: World | undefined;
  const theWorld = () => {
    if (!world) throw new Error("the provider is not configured");
    return world;
  };
  const server = new grpc.Server();
  server.addService(providerGrpc.ResourceProviderService, {
    handshake: handle(() => new providerPb.ProviderHandshakeResponse()),
    checkConfig: handle((request: providerPb.CheckRequest) => checked(request.getNews())),
    diffConfig: handle((request: providerPb.DiffRequest) => {
      const { region: before } = fromStruct(request.getOldInputs());
      const { region: after } = fromStruct(request.getNews());
      const response = new providerPb.DiffResponse();
      const changed = before !== after;
      response.setChanges(
        changed
          ? providerPb.DiffResponse.DiffChanges.DIFF_SOME
          : providerPb.DiffResponse.DiffChanges.DIFF_NONE,
      );
      if (changed) response.setReplacesList(["region"]);
      return response;
    }),
    configure: handle((request: providerPb.ConfigureRequest) => {
      world = new World(String(fromStruct(request.getArgs()).world));
      return new providerPb.ConfigureResponse();
    }),
    check: handle(async (request: providerPb.CheckRequest) => {
      await begin(theWorld(), "check", request.getUrn(), around);
      return checked(request.getNews());
    }),
    diff: handle((request: providerPb.DiffRequest) => diff(theWorld(), request)),
    create: handle(async (request: providerPb.CreateRequest) => {
      const inputs = fromStruct(request.getProperties());
      const response = new providerPb.CreateResponse();
      if (request.getPreview()) {
        response.setProperties(toStruct({ ...inputs, serial: UNKNOWN }));
        return response;
      }
      const urn = request.getUrn();
      const id = `${nameOfUrn(urn)}-${String(inputs.key ?? "0")}`;
      const item = theWorld().change((content) => {
        content.items[id] ??= { urn, type: request.getType(), inputs, alive: true, serial: ++content.serial };
        const found = content.items[id];
        found.inputs = inputs;
        return found;
      });
      await begin(theWorld(), "create", urn, around, () => undo(theWorld(), id));
      await partial(theWorld(), "create", urn, id, item);
      response.setId(id);
      response.setProperties(toStruct(outputsOf(item)));
      return response;
    }),
    read: handle(async (request: providerPb.ReadRequest) => {
      await begin(theWorld(), "read", request.getUrn(), around);
      const item = theWorld().read().items[request.getId()];
      const response = new providerPb.ReadResponse();
      if (!item) return response;
      response.setId(request.getId());
      response.setProperties(toStruct(outputsOf(item)));
      response.setInputs(toStruct(item.inputs));
      return response;
    }),
    update: handle(async (request: providerPb.UpdateRequest) => {
      const inputs = fromStruct(request.getNews());
      const response = new providerPb.UpdateResponse();
      if (request.getPreview()) {
        response.setProperties(toStruct({ ...inputs, serial: UNKNOWN }));
        return response;
      }
      await begin(theWorld(), "update", request.getUrn(), around);
      const item = theWorld().change((content) => {
        const found = content.items[request.getId()];
        if (!found) throw new Error(`there is no ${request.getId()}`);
        Object.assign(found, { inputs, alive: true, serial: ++content.serial });
        return found;
      });
      await partial(theWorld(), "update", request.getUrn(), request.getId(), item);
      response.setProperties(toStruct(outputsOf(item)));
      return response;
    }),
    delete: handle(async (request: providerPb.DeleteRequest) => {
      await begin(theWorld(), "delete", request.getUrn(), around);
      undo(theWorld(), request.getId());
      return new emptyPb.Empty();
    }),
    invoke: handle((request: providerPb.InvokeRequest) => {
      const response = new providerPb.InvokeResponse();
      response.setReturn(toStruct({ echo: fromStruct(request.getArgs()) }));
      return response;
    }),
    cancel: handle(() => {
      cancelling.abort();
      return new emptyPb.Empty();
    }),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, close: () => server.forceShutdown() };
}

const undo = (world: World, id: string): void =>
  world.change((content) => {
    delete content.items[id];
    for (const [guest, { inputs }] of Object.entries(content.items)) {
      if (inputs.livesIn === id) delete content.items[guest];
    }
  });

/** Of what is `quiet` only the comparison tells whether it lives, not its outputs. */
const outputsOf = (item: { inputs: Props; serial: number; alive: boolean }): Props => ({
  ...item.inputs,
  serial: item.serial,
  ...(item.inputs.quiet === true ? {} : { alive: item.alive }),
});

function checked(news: Parameters<typeof fromStruct>[0]): providerPb.CheckResponse {
  const inputs = fromStruct(news);
  const response = new providerPb.CheckResponse();
  response.setInputs(toStruct(inputs));
  if (inputs.refused === true) {
    const failure = new providerPb.CheckFailure();
    failure.setProperty("refused");
    failure.setReason("must not be true");
    response.setFailuresList([failure]);
  }
  return response;
}

function diff(world: World, request: providerPb.DiffRequest): providerPb.DiffResponse {
  const olds = fromStruct(request.getOldInputs());
  const news = fromStruct(request.getNews());
  const changed = unionOfKeys(olds, news).filter((key) => !sameValue(olds[key], news[key]));
  const item = world.read().items[request.getId()];
  if (!hasUnknown(news) && item?.alive !== true) changed.push("alive");
  const response = new providerPb.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = providerPb.DiffResponse.DiffChanges;
  response.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
  response.setDiffsList(changed);
  response.setReplacesList(changed.filter((key) => REPLACING.includes(key)));
  response.setDeletebeforereplace(changed.includes("slot"));
  return response;
}

/** Notes the beginning and the end, waits while the world holds it, and fails if it says so. */
async function begin(
  world: World,
  operation: string,
  urn: string,
  { onLost, cancelled }: Surroundings,
  revert = () => {},
): Promise<void> {
  const what = `${operation} ${nameOfUrn(urn)}`;
  // Every run checks everything: only a check that a test waits for is told.
  const silent = operation === "check" && !world.read().held.includes(what);
  if (!silent) world.change((content) => content.journal.push(what));
  while (world.read().held.includes(what)) {
    if (cancelled.aborted) {
      revert();
      throw new Error("it was given up");
    }
    await sleep(5);
  }
  const fault = world.read().faults[what];
  if (fault === "lost") {
    onLost();
    await sleep(60_000);
  }
  if (fault !== undefined && !fault.startsWith("partial:")) {
    revert();
    throw new Error(fault);
  }
  if (!silent) world.change((content) => content.journal.push(`${what} done`));
}

/** Fails with ErrorResourceInitFailed: it exists but is not well. */
async function partial(
  world: World,
  operation: string,
  urn: string,
  id: string,
  item: { inputs: Props; serial: number; alive: boolean },
): Promise<void> {
  const fault = world.read().faults[`${operation} ${nameOfUrn(urn)}`];
  if (!fault?.startsWith("partial:")) return;
  const detail = new providerPb.ErrorResourceInitFailed();
  detail.setId(id);
  detail.setProperties(toStruct(outputsOf(item)));
  detail.setReasonsList([fault.slice("partial:".length)]);
  const packed = new anyPb.Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statusPb.Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setDetailsList([packed]);
  const metadata = new grpc.Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  throw Object.assign(new Error(fault), { metadata });
}

function handle<Request, Response>(
  answer: (request: Request) => Promise<Response> | Response,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => answer(call.request))
      .then(
        (response) => callback(null, response),
        (error) =>
          callback({
            code: grpc.status.UNKNOWN,
            details: error.message,
            metadata: error.metadata ?? new grpc.Metadata(),
          }),
      );
  };
}
