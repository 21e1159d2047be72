import { expect, it } from "vitest";
import { rpc } from "../lib/rpc.ts";
import { l1Genesis, l2Genesis } from "./index.ts";
import { withGeth } from "./testing/geth.ts";
import { EXTERNAL_SPEC, inputsOf, SPEC, TIME } from "./testing/inputs.ts";
import type { GenesisFiles } from "./types.ts";

/** A schedule of which no fork but Regolith is in block 0: its header has none of the later fields. */
const BEDROCK = { ...SPEC.l2.forks, canyon: 2, delta: 2, ecotone: 4, fjord: 6, granite: 6, holocene: 6 };

it.each<[string, () => GenesisFiles]>([
  ["a dev L1", () => l1Genesis(SPEC, TIME)],
  ["the local L2", () => l2Genesis(inputsOf(SPEC))],
  ["an L2 with later forks", () => l2Genesis(inputsOf(EXTERNAL_SPEC))],
  ["an L2 before Canyon", () => l2Genesis(inputsOf({ ...SPEC, l2: { ...SPEC.l2, forks: BEDROCK } }))],
])("geth says of block 0 of %s what was computed without it", async (_, make) => {
  const { genesis, hash, stateRoot } = make();
  const block = await withGeth(genesis, (url) => rpc(url, "eth_getBlockByNumber", ["0x0", false]));
  expect(block).toMatchObject({ hash, stateRoot });
});
