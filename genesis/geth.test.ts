import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { rpc } from "../lib/rpc.ts";
import { until } from "../lib/wait.ts";
import { programPath } from "../toolchain/index.ts";
import { l1Genesis, l2Genesis } from "./index.ts";
import { EXTERNAL_SPEC, inputsOf, SPEC, TIME } from "./testing/inputs.ts";
import type { GenesisFiles } from "./types.ts";

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "tensora-genesis-"));
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

/** A schedule of which no fork but Regolith is in block 0: its header has none of the later fields. */
const BEDROCK = { ...SPEC.l2.forks, canyon: 2, delta: 2, ecotone: 4, fjord: 6, granite: 6, holocene: 6 };

it.each<[string, () => GenesisFiles]>([
  ["a dev L1", () => l1Genesis(SPEC, TIME)],
  ["the local L2", () => l2Genesis(inputsOf(SPEC))],
  ["an L2 with later forks", () => l2Genesis(inputsOf(EXTERNAL_SPEC))],
  ["an L2 before Canyon", () => l2Genesis(inputsOf({ ...SPEC, l2: { ...SPEC.l2, forks: BEDROCK } }))],
])("geth says of block 0 of %s what was computed without it", async (_, make) => {
  const { genesis, hash, stateRoot } = make();
  const file = path.join(dir, "genesis.json");
  fs.writeFileSync(file, JSON.stringify(genesis));
  const storage = ["--datadir", path.join(dir, "data"), "--db.engine=leveldb", "--state.scheme=hash"];
  await execa(programPath("op-geth"), ["init", ...storage, file]);
  expect(await blockZero(storage)).toMatchObject({ hash, stateRoot });
});

/** Block 0 as a geth that was just started answers. */
async function blockZero(storage: string[]): Promise<unknown> {
  const [http, engine] = [await freePort(), await freePort()];
  const network = ["--nodiscover", "--maxpeers=0", "--port=0", "--ipcdisable", `--authrpc.port=${engine}`];
  const args = [...storage, ...network, "--http", "--http.addr=127.0.0.1", `--http.port=${http}`];
  const geth = spawn(programPath("op-geth"), args, { stdio: "ignore" });
  const ended = once(geth, "exit");
  try {
    return await until(
      "block 0",
      () => rpc(`http://127.0.0.1:${http}`, "eth_getBlockByNumber", ["0x0", false]),
      {
        deadline: 30,
        giveUp: () => (geth.exitCode === null ? undefined : new Error(`geth ended with ${geth.exitCode}`)),
      },
    );
  } finally {
    geth.kill("SIGKILL");
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
