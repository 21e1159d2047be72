import grpc from "@grpc/grpc-js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import enginePb from "@pulumi/pulumi/proto/engine_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import resourceGrpc from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import resourcePb from "@pulumi/pulumi/proto/resource_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import type { Severity } from "../events.ts";
import type { Goal } from "../model/resource.ts";
import { channelOptions } from "../plugin/client.ts";
import type { CheckFailure } from "../plugin/provider.ts";
import { type Props, toStruct } from "../wire.ts";
import { decodeGoal, decodeProps, unsupportedFeature } from "./decode.ts";
import { ORGANIZATION } from "./launch.ts";

/** A resource as the program gets it back; an empty id is not known yet. */
export interface Registered {
  urn: string;
  id: string;
  outputs: Props;
}

export interface ReadGoal {
  type: string;
  name: string;
  id: string;
  parent: string | undefined;
  props: Props;
  dependencies: string[];
  provider: string;
  version: string;
  pluginDownloadUrl: string;
}

export interface InvokeGoal {
  token: string;
  args: Props;
  provider: string;
  version: string;
  pluginDownloadUrl: string;
}

/** What the services ask of a deployment. */
export interface Deployment {
  project: string;
  stack: string;
  dryRun: boolean;
  parallel: number;
  register(goal: Goal): Promise<Registered>;
  registerOutputs(urn: string, outputs: Props): Promise<void>;
  read(goal: ReadGoal): Promise<Registered>;
  invoke(goal: InvokeGoal): Promise<{ result: Props; failures: CheckFailure[] }>;
  log(severity: Severity, message: string, urn: string | undefined, ephemeral: boolean): void;
  /** The program has succeeded; the answer lets it end. */
  succeeded(answer: () => void): void;
  /** A call has failed. It is left without an answer: the program is ended when the steps in flight are done. */
  failed(error: unknown, urn?: string): void;
}

export interface EngineService {
  address: string;
  close(): void;
}

const { ResourceMonitorFeature: Feature } = resourcePb;
/** What works; the SDK gives clear errors for what is not advertised. */
const FEATURES: [name: string, feature: resourcePb.ResourceMonitorFeature][] = [
  ["secrets", Feature.RESOURCE_MONITOR_FEATURE_SECRETS],
  ["resourceReferences", Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES],
  ["outputValues", Feature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES],
  ["aliasSpecs", Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS],
  ["deletedWith", Feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH],
];
const SEVERITIES: Severity[] = ["debug", "info", "warning", "error"];

/** Serves pulumirpc.ResourceMonitor and pulumirpc.Engine on one loopback port. */
export async function serveEngine(deployment: Deployment): Promise<EngineService> {
  const server = new grpc.Server(channelOptions);
  server.addService(resourceGrpc.ResourceMonitorService, monitorHandlers(deployment));
  server.addService(engineGrpc.EngineService, engineHandlers(deployment));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
}

type Handler<Request, Response> = (
  call: grpc.ServerUnaryCall<Request, Response>,
  answer: grpc.sendUnaryData<Response>,
) => void;

function handler<Request, Response>(
  deployment: Deployment,
  handle: (request: Request) => Promise<Response> | Response,
): Handler<Request, Response> {
  return (call, answer) => {
    Promise.resolve()
      .then(() => handle(call.request))
      .then(
        (response) => answer(null, response),
        (error) => deployment.failed(error),
      );
  };
}

function monitorHandlers(deployment: Deployment): grpc.UntypedServiceImplementation {
  let stackUrn: string | undefined;
  return {
    getDeploymentInfo: handler(deployment, () => deploymentInfo(deployment)),
    supportsFeature: handler(deployment, (request: resourcePb.SupportsFeatureRequest) => {
      const response = new resourcePb.SupportsFeatureResponse();
      response.setHassupport(FEATURES.some(([name]) => name === request.getId()));
      return response;
    }),
    registerResource: handler(deployment, async (request: resourcePb.RegisterResourceRequest) => {
      const goal = decodeGoal(request, stackUrn);
      const registered = await deployment.register(goal);
      if (goal.parent === undefined && !goal.custom) stackUrn ??= registered.urn;
      const response = new resourcePb.RegisterResourceResponse();
      response.setUrn(registered.urn);
      response.setId(registered.id);
      response.setObject(toStruct(registered.outputs));
      return response;
    }),
    registerResourceOutputs: handler(
      deployment,
      async (request: resourcePb.RegisterResourceOutputsRequest) => {
        await deployment.registerOutputs(request.getUrn(), decodeProps(request.getOutputs()));
        return new emptyPb.Empty();
      },
    ),
    readResource: handler(deployment, async (request: resourcePb.ReadResourceRequest) => {
      const read = await deployment.read(decodeRead(request, stackUrn));
      const response = new resourcePb.ReadResourceResponse();
      response.setUrn(read.urn);
      response.setProperties(toStruct(read.outputs));
      return response;
    }),
    invoke: handler(deployment, async (request: resourcePb.ResourceInvokeRequest) => {
      const { result, failures } = await deployment.invoke({
        token: request.getTok(),
        args: decodeProps(request.getArgs()),
        provider: request.getProvider(),
        version: request.getVersion(),
        pluginDownloadUrl: request.getPlugindownloadurl(),
      });
      const response = new resourcePb.ResourceInvokeResponse();
      response.setReturn(toStruct(result));
      response.setFailuresList(failures.map(encodeFailure));
      return response;
    }),
    signalAndWaitForShutdown: (_: unknown, answer: grpc.sendUnaryData<emptyPb.Empty>) =>
      deployment.succeeded(() => answer(null, new emptyPb.Empty())),
    call: unsupported("method calls (Call)"),
    registerStackTransform: unsupported("stack transforms"),
    registerStackInvokeTransform: unsupported("invoke transforms"),
    registerResourceHook: unsupported("resource hooks"),
    registerErrorHook: unsupported("error hooks"),
    registerPackage: unsupported("parameterized packages"),
  };
}

function engineHandlers(deployment: Deployment): grpc.UntypedServiceImplementation {
  let root = "";
  return {
    log: handler(deployment, (request: enginePb.LogRequest) => {
      const severity = SEVERITIES[request.getSeverity()] ?? "info";
      deployment.log(severity, request.getMessage(), request.getUrn() || undefined, request.getEphemeral());
      return new emptyPb.Empty();
    }),
    getRootResource: handler(deployment, () => {
      const response = new enginePb.GetRootResourceResponse();
      response.setUrn(root);
      return response;
    }),
    setRootResource: handler(deployment, (request: enginePb.SetRootResourceRequest) => {
      root = request.getUrn();
      return new enginePb.SetRootResourceResponse();
    }),
    requirePulumiVersion: handler(deployment, () => new enginePb.RequirePulumiVersionResponse()),
  };
}

/** Answers at once, with the reason: the SDK shows it with the place in the program. */
const unsupported =
  (what: string): grpc.handleUnaryCall<unknown, unknown> =>
  (_, answer) =>
    answer({ code: grpc.status.UNIMPLEMENTED, details: unsupportedFeature(what).explain() });

function deploymentInfo(deployment: Deployment): resourcePb.DeploymentInfo {
  const info = new resourcePb.DeploymentInfo();
  info.setProject(deployment.project);
  info.setStack(deployment.stack);
  info.setOrganization(ORGANIZATION);
  info.setDryrun(deployment.dryRun);
  info.setParallel(deployment.parallel);
  info.setSupportedfeaturesList(FEATURES.map(([, feature]) => feature));
  return info;
}

const decodeRead = (request: resourcePb.ReadResourceRequest, stackUrn: string | undefined): ReadGoal => ({
  type: request.getType(),
  name: request.getName(),
  id: request.getId(),
  parent: request.getParent() || stackUrn,
  props: decodeProps(request.getProperties()),
  dependencies: request.getDependenciesList(),
  provider: request.getProvider(),
  version: request.getVersion(),
  pluginDownloadUrl: request.getPlugindownloadurl(),
});

function encodeFailure(failure: CheckFailure): providerPb.CheckFailure {
  const message = new providerPb.CheckFailure();
  message.setProperty(failure.property);
  message.setReason(failure.reason);
  return message;
}
