import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

export interface NoPulls {
  /** Host and port. */
  address: string;
  end(): void;
}

/** A registry that takes images and gives none to a cluster's nodes: it stands before a real one. */
export async function withoutPulls(registry: string): Promise<NoPulls> {
  const [host, port] = registry.split(":");
  const server = http.createServer((request, response) => {
    const { method, url, headers } = request;
    if (headers["user-agent"]?.startsWith("containerd")) {
      response.writeHead(403).end();
      return;
    }
    const passed = http.request({ host, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => response.destroy());
    request.pipe(passed);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    end() {
      server.close();
      server.closeAllConnections();
    },
  };
}
