import * as grpc from "@grpc/grpc-js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import enginePb from "@pulumi/pulumi/proto/engine_pb.js";

type Severity = "debug" | "info" | "warning" | "error";
const SEVERITIES: Record<Severity, enginePb.LogSeverity> = {
  debug: enginePb.LogSeverity.DEBUG,
  info: enginePb.LogSeverity.INFO,
  warning: enginePb.LogSeverity.WARNING,
  error: enginePb.LogSeverity.ERROR,
};

/** Messages to the engine that started this plugin. A message that cannot be delivered is dropped: work goes on. */
export class EngineLog {
  private client: engineGrpc.EngineClient | undefined;
  private address = "";

  /** Takes the engine's `host:port`; an empty address is ignored. */
  connect(address: string): void {
    if (address === "" || address === this.address) return;
    this.client?.close();
    this.address = address;
    this.client = new engineGrpc.EngineClient(address, grpc.credentials.createInsecure());
  }

  /**
   * @param ephemeral the resource's present state, shown while it is worked on and not kept
   * @returns a promise of its arrival, which need not be awaited and does not fail
   */
  async send(severity: Severity, urn: string, message: string, ephemeral: boolean): Promise<void> {
    const { client } = this;
    if (!client || message === "") return;
    const request = new enginePb.LogRequest()
      .setSeverity(SEVERITIES[severity])
      .setUrn(urn)
      .setMessage(message)
      .setEphemeral(ephemeral);
    const options = { deadline: Date.now() + 5000 };
    await new Promise<void>((resolve) => {
      client.log(request, new grpc.Metadata(), options, () => resolve());
    });
  }

  close(): void {
    this.client?.close();
  }
}
