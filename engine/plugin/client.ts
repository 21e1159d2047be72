import grpc from "@grpc/grpc-js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import statusPb from "@pulumi/pulumi/proto/status_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import { nameOfUrn, typeOfUrn } from "../model/urn.ts";
import { copySecretMarks, fromStruct, hasUnknown, lower, type Props, toStruct } from "../wire.ts";
import type { PluginProcess } from "./process.ts";
import {
  type ChangeOptions,
  type Checked,
  type CheckFailure,
  type Known,
  LostContact,
  PartialFailure,
  type Provider,
  type ProviderDiff,
} from "./provider.ts";

const LARGEST_MESSAGE = 400 * 1024 * 1024;
/** For both ends of every connection: state and manifests can be large. */
export const channelOptions = {
  "grpc.max_receive_message_length": LARGEST_MESSAGE,
  "grpc.max_send_message_length": LARGEST_MESSAGE,
};

const UNDECIDED: ProviderDiff = { changes: "unknown", changed: [], replaces: [], deleteBeforeReplace: false };

type Unary<Request, Response> = (
  request: Request,
  metadata: grpc.Metadata,
  options: Partial<grpc.CallOptions>,
  callback: (error: grpc.ServiceError | null, response: Response) => void,
) => grpc.ClientUnaryCall;

/** A provider plugin, spoken to by pulumirpc.ResourceProvider. */
export class PluginClient implements Provider {
  readonly #client: providerGrpc.ResourceProviderClient;
  #accepts = { secrets: false, references: false, outputs: false };
  #previews = false;
  #shookHands = false;
  /** The configuration has unknowns, as it can in a preview: the plugin cannot be asked. */
  #configUnknown = false;

  private constructor(
    readonly pkg: string,
    private readonly process: PluginProcess,
  ) {
    this.#client = new providerGrpc.ResourceProviderClient(
      process.address,
      grpc.credentials.createInsecure(),
      channelOptions,
    );
  }

  /** Connects and shakes hands. */
  static async connect(
    pkg: string,
    process: PluginProcess,
    engineAddress: string,
    root: string,
  ): Promise<PluginClient> {
    const plugin = new PluginClient(pkg, process);
    const request = new providerPb.ProviderHandshakeRequest();
    request.setEngineAddress(engineAddress);
    request.setRootDirectory(root);
    request.setProgramDirectory(root);
    request.setConfigureWithUrn(true);
    request.setInvokeWithPreview(true);
    const response = await orUnimplemented(plugin.#call(request, plugin.#client.handshake));
    if (response) {
      plugin.#accepts = {
        secrets: response.getAcceptSecrets(),
        references: response.getAcceptResources(),
        outputs: response.getAcceptOutputs(),
      };
      plugin.#shookHands = plugin.#previews = true;
    }
    return plugin;
  }

  async checkConfig(urn: string, olds: Props, news: Props): Promise<Checked> {
    const request = named(new providerPb.CheckRequest(), urn);
    request.setOlds(toStruct(lower(olds, {})));
    request.setNews(toStruct(lower(news, {})));
    const response = await orUnimplemented(this.#call(request, this.#client.checkConfig));
    if (!response) return { inputs: news, failures: [] };
    const inputs = copySecretMarks(fromStruct(response.getInputs()), news);
    return { inputs, failures: failuresOf(response.getFailuresList()) };
  }

  async diffConfig(old: Known, news: Props): Promise<ProviderDiff> {
    const request = named(new providerPb.DiffRequest(), old.urn);
    request.setId(old.id);
    request.setOldInputs(toStruct(lower(old.inputs, {})));
    request.setOlds(toStruct(lower(old.outputs, {})));
    request.setNews(toStruct(lower(news, {})));
    const response = await orUnimplemented(this.#call(request, this.#client.diffConfig));
    return response ? diffOf(response) : UNDECIDED;
  }

  async configure(urn: string, id: string, inputs: Props): Promise<void> {
    if (hasUnknown(inputs)) {
      this.#configUnknown = true;
      return;
    }
    const request = new providerPb.ConfigureRequest();
    request.setUrn(urn);
    request.setName(nameOfUrn(urn));
    request.setType(typeOfUrn(urn));
    request.setId(id);
    request.setAcceptsecrets(true);
    request.setAcceptresources(true);
    request.setSendsOldInputs(true);
    request.setSendsOldInputsToDelete(true);
    request.setArgs(toStruct(inputs));
    for (const [key, value] of Object.entries(lower(inputs, {}))) {
      if (key === "version") continue;
      const text = typeof value === "string" ? value : JSON.stringify(value);
      request.getVariablesMap().set(`${this.pkg}:config:${key}`, text);
    }
    const response = await this.#call(request, this.#client.configure);
    if (this.#shookHands) return;
    this.#accepts = {
      secrets: response.getAcceptsecrets(),
      references: response.getAcceptresources(),
      outputs: response.getAcceptoutputs(),
    };
    this.#previews = response.getSupportspreview();
  }

  async check(urn: string, olds: Props, news: Props, seed: Buffer): Promise<Checked> {
    if (this.#configUnknown) return { inputs: news, failures: [] };
    const request = named(new providerPb.CheckRequest(), urn);
    request.setOlds(this.#struct(olds));
    request.setNews(this.#struct(news));
    request.setRandomseed(seed);
    const response = await this.#call(request, this.#client.check);
    return {
      inputs: this.#props(response.getInputs(), news),
      failures: failuresOf(response.getFailuresList()),
    };
  }

  async diff(old: Known, news: Props, ignoreChanges: string[]): Promise<ProviderDiff> {
    if (this.#configUnknown) return UNDECIDED;
    const request = named(new providerPb.DiffRequest(), old.urn);
    request.setId(old.id);
    request.setOldInputs(this.#struct(old.inputs));
    request.setOlds(this.#struct(old.outputs));
    request.setNews(this.#struct(news));
    request.setIgnorechangesList(ignoreChanges);
    return diffOf(await this.#call(request, this.#client.diff));
  }

  async create(urn: string, news: Props, options: ChangeOptions): Promise<{ id: string; outputs: Props }> {
    if (options.preview && this.#configUnknown) return { id: "", outputs: {} };
    if (options.preview && !this.#previews) return { id: "", outputs: news };
    const request = named(new providerPb.CreateRequest(), urn);
    request.setProperties(this.#struct(news));
    request.setPreview(options.preview);
    request.setTimeout(options.timeout);
    const response = await this.#call(request, this.#client.create);
    if (response.getId() === "" && !options.preview) throw new Error("the provider created it without an id");
    return { id: response.getId(), outputs: this.#props(response.getProperties(), news) };
  }

  async read(old: Known): Promise<{ id: string; inputs: Props | undefined; outputs: Props }> {
    const request = named(new providerPb.ReadRequest(), old.urn);
    request.setId(old.id);
    request.setInputs(this.#struct(old.inputs));
    request.setProperties(this.#struct(old.outputs));
    const response = await this.#call(request, this.#client.read);
    const inputs = response.hasInputs() ? this.#props(response.getInputs(), old.inputs) : undefined;
    return { id: response.getId(), inputs, outputs: this.#props(response.getProperties(), old.outputs) };
  }

  async update(old: Known, news: Props, ignoreChanges: string[], options: ChangeOptions): Promise<Props> {
    if (options.preview && this.#configUnknown) return {};
    if (options.preview && !this.#previews) return news;
    const request = named(new providerPb.UpdateRequest(), old.urn);
    request.setId(old.id);
    request.setOldInputs(this.#struct(old.inputs));
    request.setOlds(this.#struct(old.outputs));
    request.setNews(this.#struct(news));
    request.setPreview(options.preview);
    request.setTimeout(options.timeout);
    request.setIgnorechangesList(ignoreChanges);
    return this.#props((await this.#call(request, this.#client.update)).getProperties(), news);
  }

  async delete(old: Known, timeout: number): Promise<void> {
    const request = named(new providerPb.DeleteRequest(), old.urn);
    request.setId(old.id);
    request.setOldInputs(this.#struct(old.inputs));
    request.setProperties(this.#struct(old.outputs));
    request.setTimeout(timeout);
    await this.#call(request, this.#client.delete);
  }

  async invoke(
    token: string,
    args: Props,
    preview: boolean,
  ): Promise<{ result: Props; failures: CheckFailure[] }> {
    const request = new providerPb.InvokeRequest();
    request.setTok(token);
    request.setArgs(this.#struct(args));
    request.setPreview(preview);
    const response = await this.#call(request, this.#client.invoke);
    return { result: fromStruct(response.getReturn()), failures: failuresOf(response.getFailuresList()) };
  }

  async cancel(): Promise<void> {
    await this.#call(new emptyPb.Empty(), this.#client.cancel).catch(() => undefined);
  }

  close(): void {
    this.#client.close();
    this.process.end();
  }

  #struct(props: Props) {
    return toStruct(lower(props, this.#accepts));
  }

  /** A plugin that does not accept secrets gives plain values back: what came in secret is marked again. */
  #props(struct: Parameters<typeof fromStruct>[0], secretsOf: Props): Props {
    const props = fromStruct(struct);
    return this.#accepts.secrets ? props : copySecretMarks(props, secretsOf);
  }

  #call<Request, Response>(request: Request, method: Unary<Request, Response>): Promise<Response> {
    return new Promise((resolve, reject) => {
      method.call(this.#client, request, new grpc.Metadata(), {}, (error, response) => {
        if (error) reject(failureOf(error));
        else resolve(response);
      });
    });
  }
}

interface Named {
  setUrn(urn: string): unknown;
  setType(type: string): unknown;
  setName(name: string): unknown;
}

function named<Request extends Named>(request: Request, urn: string): Request {
  request.setUrn(urn);
  request.setType(typeOfUrn(urn));
  request.setName(nameOfUrn(urn));
  return request;
}

async function orUnimplemented<Response>(call: Promise<Response>): Promise<Response | undefined> {
  try {
    return await call;
  } catch (error) {
    if ((error as { code?: number }).code === grpc.status.UNIMPLEMENTED) return undefined;
    throw error;
  }
}

const failuresOf = (list: providerPb.CheckFailure[]): CheckFailure[] =>
  list.map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));

function diffOf(response: providerPb.DiffResponse): ProviderDiff {
  const detailed = [...response.getDetaileddiffMap().keys()];
  return {
    changes: (["unknown", "none", "some"] as const)[response.getChanges()] ?? "unknown",
    changed: detailed.length > 0 ? detailed : response.getDiffsList(),
    replaces: response.getReplacesList(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
  };
}

const LOST: number[] = [grpc.status.UNAVAILABLE, grpc.status.CANCELLED, grpc.status.DEADLINE_EXCEEDED];

function failureOf(error: grpc.ServiceError): Error {
  const partial = partialFailureOf(error);
  if (partial) return partial;
  if (LOST.includes(error.code))
    return new LostContact(`contact with the provider was lost: ${error.details}`);
  return Object.assign(new Error(error.details || error.message), { code: error.code });
}

/** ErrorResourceInitFailed travels in the details of a google.rpc.Status in the trailer. */
function partialFailureOf(error: grpc.ServiceError): PartialFailure | undefined {
  const [trailer] = error.metadata?.get("grpc-status-details-bin") ?? [];
  if (trailer === undefined || typeof trailer === "string") return undefined;
  for (const detail of statusPb.Status.deserializeBinary(new Uint8Array(trailer)).getDetailsList()) {
    const failed = detail.unpack(
      providerPb.ErrorResourceInitFailed.deserializeBinary,
      "pulumirpc.ErrorResourceInitFailed",
    );
    if (failed) {
      return new PartialFailure(failed.getId(), fromStruct(failed.getProperties()), failed.getReasonsList());
    }
  }
  return undefined;
}
