import * as grpc from "@grpc/grpc-js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import statusPb from "@pulumi/pulumi/proto/status_pb.js";
import anyPb from "google-protobuf/google/protobuf/any_pb.js";
import { type Props, toStruct } from "../../engine/wire.ts";

/** Errors travel in an HTTP/2 header, percent-encoded: the limit of the receiver is 64 KB for all of them. */
const LONGEST = 8000;

/** What the engine is told of a failure: a text for the user, already free of secrets. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly code: grpc.status = grpc.status.UNKNOWN,
    /** The resource was made, though it is not well: the engine keeps it in its state. */
    readonly unfinished?: { id: string; outputs: Props },
  ) {
    super(message);
  }
}

/** The gRPC status for anything that was thrown. */
export function toStatus(error: unknown): Partial<grpc.StatusObject> {
  const failure = error instanceof Failure ? error : new Failure(String(error));
  const details = shorten(failure.message);
  if (!failure.unfinished) return { code: failure.code, details };
  const metadata = new grpc.Metadata();
  metadata.set("grpc-status-details-bin", initFailed(failure.code, details, failure.unfinished));
  return { code: failure.code, details, metadata };
}

/** Pulumi's `ErrorResourceInitFailed` as the details of a google.rpc.Status. */
function initFailed(code: number, reason: string, made: { id: string; outputs: Props }): Buffer {
  const detail = new providerPb.ErrorResourceInitFailed();
  detail.setId(made.id);
  detail.setProperties(toStruct(made.outputs));
  detail.setReasonsList([reason]);
  const any = new anyPb.Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statusPb.Status().setCode(code).setMessage(reason);
  status.addDetails(any);
  return Buffer.from(status.serializeBinary());
}

/** Keeps the beginning (what failed) and the end (the last log lines). */
function shorten(text: string): string {
  if (text.length <= LONGEST) return text;
  const cut = `${text.slice(0, LONGEST / 2)}\n[...]\n${text.slice(-LONGEST / 2)}`;
  return Buffer.from(cut).toString(); // replaces the half of a surrogate pair, which cannot be percent-encoded
}
