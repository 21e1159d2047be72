import http from "node:http";
import type { AddressInfo } from "node:net";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, expect, test } from "vitest";
import { taskHashOf, type AnswerKind, typedAnswer } from "../../subnets/inference/answer.ts";
import { keywords } from "../../subnets/inference/keywords.ts";
import { serveMiner } from "../miner/server.ts";
import { DEADLINE, judge, weightsOf } from "./scoring.ts";

const place = { chainId: 1714, desk: `0x${"aa".repeat(20)}`, subnet: `0x${"bb".repeat(20)}` } as const;
const keyOf = (digit: number) => `0x${String(digit).repeat(64)}` as const;
const servers: http.Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

/** A real miner's server; `infer` is what it makes of a task. */
async function minerOf(
  uid: number,
  infer: (task: string) => Promise<`0x${string}`>,
  signer = keyOf(uid + 1),
  kind: AnswerKind = "HttpAnswer",
) {
  const account = privateKeyToAccount(keyOf(uid + 1));
  const server = await serveMiner(
    { host: "127.0.0.1", port: 0 },
    {
      async answer({ task, taskId = taskHashOf(task) }) {
        const result = await infer(task);
        const signed = typedAnswer(kind, place, { taskId, task, result, miner: account.address });
        return { result, signature: await privateKeyToAccount(signer).signTypedData(signed) };
      },
      healthy: () => true,
      finished: () => {},
    },
  );
  servers.push(server);
  const { port } = server.address() as AddressInfo;
  return { uid, account: account.address, signer: account.address, endpoint: `http://127.0.0.1:${port}` };
}

test("miners are worth what their answers are, and nothing without a signature or an answer in time", async () => {
  const candidates = await Promise.all([
    minerOf(0, (task) => keywords.infer(task)),
    minerOf(1, () => keywords.infer("always the same old words")),
    minerOf(2, (task) => keywords.infer(task), keyOf(9)),
    minerOf(3, () => new Promise(() => {})),
    minerOf(4, (task) => keywords.infer(task), keyOf(5), "DeskAnswer"),
  ]);
  const began = performance.now();
  const verdicts = await judge(place, keywords, candidates, new AbortController().signal);
  expect(performance.now() - began).toBeLessThan(2 * DEADLINE);
  expect(verdicts.map(({ quality }) => quality)).toEqual([1, 0, 0, 0, 0]);
  expect(verdicts[2]?.failure).toContain("is not signed by its miner");
  expect(verdicts[4]?.failure).toContain("is not signed by its miner");
  expect(verdicts[3]?.failure).toContain(`no answer in ${DEADLINE} ms`);
  expect(weightsOf(verdicts)).toEqual(
    new Map([
      [0, 65_535],
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 0],
    ]),
  );
});

test("what listens there and is no miner is worth nothing", async () => {
  const server = http.createServer((_request, response) => response.end('{"result":"no"}'));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  servers.push(server);
  const { port } = server.address() as AddressInfo;
  const account = privateKeyToAccount(keyOf(1)).address;
  const candidate = { uid: 0, account, signer: account, endpoint: `http://127.0.0.1:${port}` };
  const [verdict] = await judge(place, keywords, [candidate], new AbortController().signal);
  expect(verdict?.quality).toBe(0);
});
