import * as grpc from "@grpc/grpc-js";
import pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import { fromStruct, toStruct, unwrapSecrets } from "../../engine/wire.ts";
import { messageOf } from "../../lib/errors.ts";
import manifest from "../../package.json" with { type: "json" };
import { compareInputs, toResponse } from "./difference.ts";
import type { Host } from "./operation.ts";
import { Failure } from "./status.ts";

/** The methods of `pulumirpc.ResourceProvider` that concern the plugin itself. */
export function lifecycleMethods(host: Host, cancel: () => void) {
  return {
    handshake(request: providerPb.ProviderHandshakeRequest): providerPb.ProviderHandshakeResponse {
      host.log.connect(request.getEngineAddress());
      return new providerPb.ProviderHandshakeResponse().setAcceptSecrets(true);
    },

    /** A debugger has started the plugin; this tells it where the engine is. */
    attach(request: pluginPb.PluginAttach): emptyPb.Empty {
      host.log.connect(request.getAddress());
      return new emptyPb.Empty();
    },

    getPluginInfo: () => new pluginPb.PluginInfo().setVersion(manifest.version),

    getSchema: () => new providerPb.GetSchemaResponse().setSchema(JSON.stringify(schemaOf(host))),

    checkConfig: (request: providerPb.CheckRequest) =>
      new providerPb.CheckResponse().setInputs(toStruct(fromStruct(request.getNews()))),

    diffConfig(request: providerPb.DiffRequest): providerPb.DiffResponse {
      const olds = unwrapSecrets(
        fromStruct(request.hasOldInputs() ? request.getOldInputs() : request.getOlds()),
      );
      const news = unwrapSecrets(fromStruct(request.getNews()));
      return toResponse(compareInputs({}, olds, news), olds, news);
    },

    async configure(request: providerPb.ConfigureRequest): Promise<providerPb.ConfigureResponse> {
      host.config = unwrapSecrets(fromStruct(request.getArgs()));
      await host.configured?.(host.config).catch((error) => {
        throw new Failure(messageOf(error));
      });
      return new providerPb.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    },

    invoke(request: providerPb.InvokeRequest): providerPb.InvokeResponse {
      const message = `the tensora provider has no functions; ${request.getTok()} was called`;
      throw new Failure(message, grpc.status.UNIMPLEMENTED);
    },

    cancel(): emptyPb.Empty {
      cancel();
      return new emptyPb.Empty();
    },
  };
}

/** The smallest schema that Pulumi's tools take: the names of the resources. */
const schemaOf = (host: Host) => ({
  name: manifest.name,
  version: manifest.version,
  description: manifest.description,
  resources: Object.fromEntries(Object.keys(host.kinds).map((type) => [type, {}])),
});
