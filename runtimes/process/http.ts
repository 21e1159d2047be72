import fs from "node:fs";
import http from "node:http";
import { bodyOf } from "../../lib/body.ts";
import { layout, SOCKET } from "./layout.ts";

/** Bytes of a socket's address at most, on Linux with its final zero. */
const LONGEST_ADDRESS = 107;

/** Bytes of an answer at most: the conditions of all services. */
const LONGEST_ANSWER = 16 * 1024 * 1024;

export interface Request {
  method: "GET" | "PUT" | "POST" | "DELETE";
  path: string;
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** Milliseconds until the request fails; without it the answer may take as long as it needs. */
  timeout?: number;
}

export interface Response {
  status: number;
  body: unknown;
}

/** Asks a stack's supervisor. @throws NodeJS.ErrnoException when none answers */
export async function request(
  dir: string,
  { method, path, body, signal, timeout }: Request,
): Promise<Response> {
  const address = addressOf(dir);
  try {
    return await new Promise((resolve, reject) => {
      const sent = http.request(
        { socketPath: address.path, method, path, agent: false, signal, headers: { connection: "close" } },
        (response) => {
          bodyOf(response, LONGEST_ANSWER)
            .then((text) => {
              if (text === undefined)
                throw new Error(`the supervisor's answer has more than ${LONGEST_ANSWER} bytes`);
              resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) });
            })
            .catch(reject);
        },
      );
      if (timeout) sent.setTimeout(timeout, () => sent.destroy(new Error("the supervisor does not answer")));
      sent.on("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  } finally {
    address.close();
  }
}

/** A folder's path may be longer than a socket's address: then it is named by way of a handle of the folder. */
function addressOf(dir: string): { path: string; close(): void } {
  const path = layout.socket(dir);
  if (Buffer.byteLength(path) <= LONGEST_ADDRESS) return { path, close: () => {} };
  const handle = fs.openSync(layout.run(dir), "r");
  return { path: `/proc/self/fd/${handle}/${SOCKET}`, close: () => fs.closeSync(handle) };
}
