import type { ResourceState } from "../../engine/index.ts";
import { unwrapSecrets } from "../../engine/wire.ts";
import type { ChainEndpoint } from "../../chain/chains.ts";
import { l1Client } from "../../chain/clients.ts";
import { TensoraError } from "../../lib/errors.ts";
import { contractSources, sourcesIn } from "../../toolchain/contracts/solidity.ts";
import { compareStorage, type StorageChange } from "../../toolchain/contracts/storage/compare.ts";
import { type Deployed, deployedSources } from "../../steps/deploy/protocol/deployed.ts";
import { sourcesAt } from "../../toolchain/contracts/storage/reference.ts";
import { type Implementation, implementations } from "../../toolchain/contracts/storage/validator.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { root, type StackOptions, placeOf } from "../request.ts";
import { notUp, readOwnStack } from "../../stack/read.ts";
import { bad, faint, good, strong, warn } from "../ui/colours.ts";

export interface CheckStorageOptions extends StackOptions {
  /** A commit, tag or branch, or `deployed`. */
  against: string;
}

/** One contract of a comparison; `chain` where it is compared with what is deployed there. */
export type CheckedContract = StorageChange & { chain?: Chain };
type Chain = "L1" | "L2";
type Implementations = ReadonlyMap<string, Implementation>;

/** Says what an upgrade to the contracts of this work tree would do to storage, and refuses what would spoil it. */
export async function checkStorage(options: CheckStorageOptions): Promise<ExitCode> {
  const { against, stack, json = false } = options;
  const now = () => implementations(sourcesIn(contractSources()));
  const contracts =
    against === "deployed" ? await sinceDeployment(stack, now) : await sinceCommit(against, now);
  const ok = contracts.every(({ problems }) => problems.length === 0);
  console.log(
    json ? JSON.stringify({ against, ok, contracts }, undefined, 2) : text(contracts, against).join("\n"),
  );
  return ok ? EXIT.ok : EXIT.failed;
}

async function sinceCommit(ref: string, now: () => Promise<Implementations>): Promise<CheckedContract[]> {
  const before = await implementations(await sourcesAt(ref, root()));
  return compareStorage(before, await now());
}

/** Only what is deployed, for each chain. */
async function sinceDeployment(
  stack: string,
  now: () => Promise<Implementations>,
): Promise<CheckedContract[]> {
  const sides = await deployments(stack);
  const builds = new Map<string, Implementations>();
  for (const { endpoint, deployed } of sides) {
    const sources = await deployedSources(l1Client(endpoint), deployed);
    if (!builds.has(deployed.build)) builds.set(deployed.build, await implementations(sources));
  }
  const after = await now();
  return sides.flatMap(({ chain, deployed: { build, addresses } }) => {
    const there = (all: Implementations = new Map()) =>
      new Map([...all].filter(([name]) => Object.hasOwn(addresses, name)));
    return compareStorage(there(builds.get(build)), there(after)).map((one) => ({ chain, ...one }));
  });
}

interface Side {
  chain: Chain;
  endpoint: ChainEndpoint;
  deployed: Deployed;
}

const SIDES = { "deploy/protocol-l1": "L1", "deploy/protocol-l2": "L2" } as const;

async function deployments(stack: string): Promise<Side[]> {
  const { resources } = await readOwnStack(placeOf(stack), true);
  if (resources.length === 0) throw notUp(stack);
  return deploymentsOf(stack, resources);
}

/** What the deployment's steps left on record of a stack. @throws TensoraError when they left nothing */
export function deploymentsOf(stack: string, resources: readonly Recorded[]): Side[] {
  const sides = resources.flatMap((resource): Side[] => {
    const { step, inputs } = unwrapSecrets(resource.inputs) as Partial<DeploymentInputs>;
    if (resource.delete || !inputs || step === undefined || !Object.hasOwn(SIDES, step)) return [];
    const { result } = unwrapSecrets(resource.outputs) as { result?: Partial<Deployed> };
    if (!result?.build || !result.addresses) return [];
    const chain = SIDES[step as keyof typeof SIDES];
    const endpoint = inputs[chain === "L1" ? "l1" : "l2"];
    return [{ chain, endpoint, deployed: { build: result.build, addresses: result.addresses } }];
  });
  if (sides.length > 0) return sides;
  throw new TensoraError(`stack ${stack} has no protocol deployed`, {
    next: [`deploy it: \`./tensora up --stack ${stack}\``, "compare with a commit: `--against <commit>`"],
  });
}

type Recorded = Pick<ResourceState, "inputs" | "outputs" | "delete">;

/** The inputs of a deployment's step, as far as they are needed. */
interface DeploymentInputs {
  step: string;
  inputs: { l1: ChainEndpoint; l2: ChainEndpoint };
}

const COLOURS = { unchanged: faint, changed: warn, new: good, gone: warn } as const;
const SIGNS: Record<string, (line: string) => string> = { "+": good, "-": bad };

function text(contracts: readonly CheckedContract[], against: string): string[] {
  const refused = contracts.filter(({ problems }) => problems.length > 0);
  const names = refused.map(({ name }) => name).join(", ");
  return [
    ...contracts.flatMap(contractText),
    "",
    refused.length === 0
      ? good(`storage is compatible with ${against}: ${contracts.length} contracts`)
      : bad(`refused: an upgrade from ${against} would corrupt storage or break the proxy: ${names}`),
  ];
}

function contractText({ chain, name, status, lines, problems }: CheckedContract): string[] {
  const indented = (problem: string) => problem.trimEnd().replaceAll("\n", "\n      ");
  return [
    `${strong(name)}${chain ? faint(` on ${chain}`) : ""} ${COLOURS[status](status)}`,
    ...lines.map((line) => `    ${(SIGNS[line.trimStart().charAt(0)] ?? ((same) => same))(line)}`),
    ...problems.map((problem) => `  ${bad("refused:")} ${indented(problem)}`),
  ];
}
