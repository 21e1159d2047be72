import fs from "node:fs/promises";
import type {
  L1GenesisInputs,
  L1GenesisOutputs,
  L2GenesisInputs,
  L2GenesisOutputs,
} from "../../components/resources.ts";
import { l1ChainConfig, l1Genesis, l2Genesis } from "../../genesis/index.ts";
import { readIfThere } from "../../lib/files.ts";
import { contractArtifact } from "../../toolchain/contracts.ts";
import type { ResourceKind } from "../kind.ts";
import { type Digests, digestOf, genesisFile, observe, writeAll } from "./genesis-files.ts";
import { fixedByGenesis } from "./genesis-fixed.ts";

const L1_GENESIS = "l1-genesis.json";
const L1_CONFIG = "l1-chain-config.json";
const L2_GENESIS = "l2-genesis.json";
const ROLLUP = "rollup.json";

/** The files of the L1: its rules as op-node reads them, and for a dev L1 its genesis. */
export const l1GenesisKind: ResourceKind<L1GenesisInputs, L1GenesisOutputs> = {
  type: "tensora:index:L1Genesis",
  replaceOnChanges: ["dir"],
  check: async ({ spec }, olds) => (spec && olds ? fixedByGenesis(olds.spec.l1, spec.l1, "l1") : []),
  diff: async (_id, olds, outputs, news) =>
    olds.dir === news.dir ? observe(news.dir, outputs.digests) : { changed: ["dir"], replaces: ["dir"] },
  create: async (inputs) => ({ id: genesisFile(inputs.dir, L1_CONFIG), outputs: await writeL1(inputs) }),
  read: async (_id, { dir }, outputs) => await whileThere(dir, outputs),
  update: (_id, _olds, outputs, news) => writeL1(news, outputs.timestamp),
  delete: (_id, { dir }) => remove(dir, [L1_GENESIS, L1_CONFIG]),
};

/** L2's genesis and the rollup file. With another L1 origin or other contracts it is another rollup. */
export const l2GenesisKind: ResourceKind<L2GenesisInputs, L2GenesisOutputs> = {
  type: "tensora:index:L2Genesis",
  replaceOnChanges: ["dir", "origin", "settlement"],
  async check({ spec }, olds) {
    if (!spec || !olds) return [];
    return [
      ...fixedByGenesis(olds.spec.l2, spec.l2, "l2"),
      ...fixedByGenesis(olds.spec.accounts, spec.accounts, "accounts"),
    ];
  },
  async diff(_id, olds, outputs, news) {
    const other = (["dir", "origin", "settlement"] as const).filter(
      (name) => fixedByGenesis(olds[name], news[name], name).length > 0,
    );
    if (other.length > 0) return { changed: other, replaces: other, deleteBeforeReplace: true };
    return await observe(news.dir, outputs.digests);
  },
  create: async (inputs) => ({ id: genesisFile(inputs.dir, ROLLUP), outputs: await writeL2(inputs) }),
  read: async (_id, { dir }, outputs) => await whileThere(dir, outputs),
  update: (_id, _olds, _outputs, news) => writeL2(news),
  delete: (_id, { dir }) => remove(dir, [L2_GENESIS, ROLLUP]),
};

/** @param known when the chain began, if it has */
async function writeL1({ dir, spec }: L1GenesisInputs, known?: number): Promise<L1GenesisOutputs> {
  if (spec.l1.kind === "external") {
    const digests = await writeAll(dir, { [L1_CONFIG]: l1ChainConfig(spec) });
    return { hash: digestOf(JSON.stringify(digests)), stateRoot: "", timestamp: 0, digests };
  }
  const timestamp = known ?? (await begunAt(dir)) ?? Math.floor(Date.now() / 1000);
  const { genesis, hash, stateRoot } = l1Genesis(spec, timestamp);
  const digests = await writeAll(dir, { [L1_GENESIS]: genesis, [L1_CONFIG]: l1ChainConfig(spec) });
  return { hash, stateRoot, timestamp, digests };
}

/** What an interrupted creation has written already. */
async function begunAt(dir: string): Promise<number | undefined> {
  const text = await readIfThere(genesisFile(dir, L1_GENESIS));
  return text === undefined ? undefined : Number((JSON.parse(text) as { timestamp: string }).timestamp);
}

async function writeL2({ dir, ...inputs }: L2GenesisInputs): Promise<L2GenesisOutputs> {
  const wrappedBnbCode = contractArtifact("WrappedBNB").deployedBytecode;
  const { genesis, rollup, hash, stateRoot } = l2Genesis({ ...inputs, wrappedBnbCode });
  const digests = await writeAll(dir, { [L2_GENESIS]: genesis, [ROLLUP]: rollup });
  return {
    hash,
    stateRoot,
    timestamp: inputs.origin.timestamp,
    rollupDigest: digests[ROLLUP] ?? "",
    digests,
  };
}

async function whileThere<O extends { digests: Digests }>(dir: string, outputs: O): Promise<O | undefined> {
  const { changed } = await observe(dir, outputs.digests);
  return changed.length === 0 ? outputs : undefined;
}

const remove = async (dir: string, names: string[]) => {
  await Promise.all(names.map((name) => fs.rm(genesisFile(dir, name), { force: true })));
};
