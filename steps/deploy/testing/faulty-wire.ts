import http from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface FaultyWire {
  rpcUrl: string;
  close(): Promise<void>;
}

/**
 * A wire to a node that breaks at a sending of a transaction: that one and all later ones are lost.
 * @param lose asked at each sending with its number from 0; true loses it
 */
export async function faultyWire(target: string, lose: (sending: number) => boolean): Promise<FaultyWire> {
  let sendings = 0;
  const server = http.createServer(async (request, response) => {
    const body = await text(request);
    if (body.includes("eth_sendRawTransaction") && lose(sendings++)) {
      request.socket.destroy();
      return;
    }
    const headers = { "content-type": "application/json" };
    const answer = await fetch(target, { method: "POST", headers, body });
    response.writeHead(answer.status, headers).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    rpcUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
