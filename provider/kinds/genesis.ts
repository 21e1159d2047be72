import fs from "node:fs/promises";
import type {
  L1GenesisInputs,
  L1GenesisOutputs,
  L2GenesisInputs,
  L2GenesisOutputs,
} from "../../resources/genesis.ts";
import { l1ChainConfig, l1Genesis, l2Genesis } from "../../genesis/index.ts";
import { TensoraError } from "../../lib/errors.ts";
import { readIfThere } from "../../lib/files.ts";
import { samePlace } from "../../lib/place.ts";
import { contractArtifact } from "../../toolchain/contracts/contracts.ts";
import type { ResourceKind } from "../kind.ts";
import { changedProperties } from "../server/compare.ts";
import { sha256 } from "../../lib/digest.ts";
import { stackFile } from "../../runtimes/common/layout.ts";
import { observe, writeAll } from "./genesis-files.ts";
import { l1Refusals, l2Refusals } from "./genesis-fixed.ts";

const L1_GENESIS = "l1-genesis.json";
const L1_CONFIG = "l1-chain-config.json";
const L2_GENESIS = "l2-genesis.json";
const ROLLUP = "rollup.json";

/** The files of the L1: its rules as op-node reads them, and for a dev L1 its genesis. */
export const l1GenesisKind: ResourceKind<L1GenesisInputs, L1GenesisOutputs> = {
  type: "tensora:index:L1Genesis",
  holds: "a genesis",
  replaceOnChanges: ["dir"],
  check: async ({ spec }, olds) => (spec && olds ? l1Refusals(olds.spec, spec) : []),
  diff: async (_id, olds, outputs, news) =>
    samePlace(olds.dir, news.dir)
      ? observe(news.dir, outputs.digests)
      : { changed: ["dir"], replaces: ["dir"] },
  create: async (inputs) => ({ id: stackFile(inputs.dir, L1_CONFIG), outputs: await writeL1(inputs) }),
  // A genesis is what was decided, not its file: a file that is gone is written again, the same.
  read: async (_id, _inputs, outputs) => outputs,
  update: (_id, _olds, outputs, news) => writeL1(news, outputs),
  delete: (_id, { dir }) => remove(dir, [L1_GENESIS, L1_CONFIG]),
};

/** L2's genesis and the rollup file. With another L1 origin or other contracts it is another rollup. */
export const l2GenesisKind: ResourceKind<L2GenesisInputs, L2GenesisOutputs> = {
  type: "tensora:index:L2Genesis",
  holds: "a genesis",
  replaceOnChanges: ["dir", "origin", "settlement"],
  check: async ({ spec }, olds) => (spec && olds ? l2Refusals(olds.spec, spec) : []),
  async diff(_id, olds, outputs, news) {
    const { spec: _was, dir: there, ...former } = olds;
    const { spec: _is, dir: here, ...latter } = news;
    const moved = samePlace(there, here) ? [] : ["dir"];
    const other = [...moved, ...changedProperties(former, latter)];
    if (other.length > 0) return { changed: other, replaces: other, deleteBeforeReplace: true };
    return await observe(news.dir, outputs.digests);
  },
  create: async (inputs) => ({ id: stackFile(inputs.dir, ROLLUP), outputs: await writeL2(inputs) }),
  read: async (_id, _inputs, outputs) => outputs,
  update: (_id, _olds, outputs, news) => writeL2(news, outputs),
  delete: (_id, { dir }) => remove(dir, [L2_GENESIS, ROLLUP]),
};

/** @param begun the genesis that the chain began with, if it has */
async function writeL1({ dir, spec }: L1GenesisInputs, begun?: L1GenesisOutputs): Promise<L1GenesisOutputs> {
  const config = l1ChainConfig(spec);
  if (spec.l1.kind === "external") {
    const digests = await writeAll(dir, { [L1_CONFIG]: config });
    return { hash: sha256(JSON.stringify(digests)), stateRoot: "", timestamp: 0, digests };
  }
  const timestamp = begun?.timestamp ?? (await interruptedAt(dir)) ?? Math.floor(Date.now() / 1000);
  const { genesis, hash, stateRoot } = l1Genesis(spec, timestamp);
  mustBeTheSame(L1_GENESIS, hash, begun);
  const digests = await writeAll(dir, { [L1_GENESIS]: genesis, [L1_CONFIG]: config });
  return { hash, stateRoot, timestamp, digests };
}

/** When the chain begins according to an interrupted creation. */
async function interruptedAt(dir: string): Promise<number | undefined> {
  const text = await readIfThere(stackFile(dir, L1_GENESIS));
  return text === undefined ? undefined : Number((JSON.parse(text) as { timestamp: string }).timestamp);
}

/** @param begun as with {@link writeL1} */
async function writeL2(
  { dir, ...inputs }: L2GenesisInputs,
  begun?: L2GenesisOutputs,
): Promise<L2GenesisOutputs> {
  const wrappedBnbCode = contractArtifact("WrappedBNB").deployedBytecode;
  const { genesis, rollup, hash, stateRoot } = l2Genesis({ ...inputs, wrappedBnbCode });
  mustBeTheSame(L2_GENESIS, hash, begun);
  const digests = await writeAll(dir, { [L2_GENESIS]: genesis, [ROLLUP]: rollup });
  const rollupDigest = digests[ROLLUP] ?? "";
  return { hash, stateRoot, timestamp: inputs.origin.timestamp, rollupDigest, digests };
}

/** A later version of this program may make another genesis of the same specification; the chain has the former. */
function mustBeTheSame(file: string, hash: string, begun?: { hash: string }): void {
  if (begun === undefined || begun.hash === hash) return;
  throw new TensoraError(
    `${file} cannot be recreated: block 0 would be ${hash}, but the chain started with ${begun.hash}`,
    {
      where: file,
      next: [
        "use the version of this program that created the stack",
        "or destroy the stack and create it again",
      ],
    },
  );
}

const remove = async (dir: string, names: string[]) => {
  await Promise.all(names.map((name) => fs.rm(stackFile(dir, name), { force: true })));
};
