import { type Address, formatEther, getAbiItem } from "viem";
import type { SubnetSpec } from "../../../spec/subnets.ts";
import { globalTrustAbi } from "../../../chain/abi/GlobalTrust.ts";
import { stakePoolAbi } from "../../../chain/abi/StakePool.ts";
import { subnetAbi } from "../../../chain/abi/Subnet.ts";
import { subnetConsensusAbi } from "../../../chain/abi/SubnetConsensus.ts";
import { l2Client, type L2Client } from "../../../chain/clients.ts";
import type { SubnetAddresses } from "../../../subnets/addresses.ts";
import { until } from "../../../lib/wait.ts";
import { contractOf } from "../../deploy/subnets/inputs.ts";
import type { SmokeResult, Step, StepContext } from "../../common/step.ts";
import { check } from "../../common/check.ts";
import { isPending, ranEpochs } from "./epochs.ts";
import { accountOf, placeOf, type SubnetSmokeInputs } from "./inputs.ts";

/** Seconds that may pass until the chain has judged, for stacks with short epochs. */
const JUDGED = 180;

/**
 * A validator commits and does not reveal: the subnet takes of its stake, trust in it falls everywhere, and with it the
 * weight of its stake in another subnet.
 */
export const drillSlash: Step<SubnetSmokeInputs, SmokeResult> = {
  name: "drill/slash",
  kind: "drill",
  deadline: 600,

  async run(inputs, context) {
    const client = l2Client(inputs.l2);
    const { here, elsewhere, name } = choose(inputs);
    const ran = await ranEpochs(client, inputs, context);
    if (isPending(ran)) return ran;
    const [at, other] = [placeOf(inputs, here.name), placeOf(inputs, elsewhere.name)];
    const account = accountOf(inputs, name);
    const pool = {
      address: at.stakePool,
      abi: stakePoolAbi,
      functionName: "validatorOf",
      args: [account],
    } as const;
    const trust = { address: contractOf(inputs, "GlobalTrust"), abi: globalTrustAbi } as const;
    const trustNow = () => client.readContract({ ...trust, functionName: "trustOf", args: [account] });
    const before = { stake: (await client.readContract(pool)).assets, trust: await trustNow() };
    const voice = await voiceOf(client, other, account, context);
    const from = await client.getBlockNumber();
    const withhold = async () => {
      const asked = await fetch(`${inputs.validators.url}/withhold/${name}/${here.name}`, { method: "POST" });
      check(
        asked.ok,
        `the validators answered ${asked.status} to the drill's request`,
        inputs.validators.url,
      );
      context.log(`${name} withholds its next reveal in ${here.name}`);
    };
    await withhold();
    const options = { deadline: JUDGED, every: 500, signal: context.signal };
    const taken = await until("the slash", slashing(client, at, { account, from, withhold }), options);
    const after = { stake: (await client.readContract(pool)).assets, trust: await trustNow() };
    check(
      taken > 0n && before.stake - after.stake === taken,
      `the stake went from ${before.stake} to ${after.stake} wei after a slash of ${taken}`,
      at.stakePool,
    );
    check(
      after.trust < before.trust,
      `trust did not fall: was ${before.trust}, is ${after.trust}`,
      trust.address,
    );
    const lower = async () => {
      const now = await voiceOf(client, other, account, context);
      return now < voice ? now : undefined;
    };
    const fell = await until(`the weight of ${name} in ${elsewhere.name} to fall`, lower, options);
    return {
      status: "passed",
      detail: `${name} withheld a reveal in ${here.name}: lost ${formatEther(taken)} TORA of stake; trust fell from ${Number(before.trust) / 100} % to ${Number(after.trust) / 100} %, weight in ${elsewhere.name} from ${percent(voice)} to ${percent(fell)}`,
    };
  },
};

const percent = (share: bigint) => `${((100 * Number(share)) / 2 ** 32).toFixed(2)} %`;

/** An honest validator that scores in two subnets, in the first of which others hold most of the stake. */
function choose({ subnets }: SubnetSmokeInputs): { here: SubnetSpec; elsewhere: SubnetSpec; name: string } {
  for (const here of subnets.filter(({ validators }) => validators.length >= 3))
    for (const elsewhere of subnets.filter((other) => other !== here))
      for (const { name, behaviour } of here.validators)
        if (behaviour === "honest" && elsewhere.validators.some((other) => other.name === name))
          return { here, elsewhere, name };
  check(
    false,
    "no honest validator takes part in two subnets",
    "subnets",
    "run the drill on a stack such as `local`",
  );
}

/**
 * Looks what was taken from an account. On a machine that was busy for a moment most were late to reveal, and nobody is
 * slashed: then it must withhold again.
 * @param from block from which on it withholds
 */
function slashing(
  client: L2Client,
  at: SubnetAddresses,
  { account, from, withhold }: { account: Address; from: bigint; withhold: () => Promise<void> },
): () => Promise<bigint | undefined> {
  const logs = { address: at.subnet, fromBlock: from } as const;
  const slash = getAbiItem({ abi: subnetAbi, name: "ValidatorSlashed" });
  const pardon = getAbiItem({ abi: subnetAbi, name: "RevealsPardoned" });
  let pardons = 0;
  return async () => {
    const [slashed] = await client.getLogs({
      ...logs,
      event: slash,
      args: { validator: account },
      strict: true,
    });
    if (slashed) return slashed.args.amount;
    const pardoned = (await client.getLogs({ ...logs, event: pardon })).length;
    if (pardoned > pardons) await withhold();
    pardons = pardoned;
    return undefined;
  };
}

/** The part of the active stake that a validator had in the latest aggregation of a subnet, I32F32. */
async function voiceOf(
  client: L2Client,
  at: SubnetAddresses,
  account: `0x${string}`,
  { signal }: StepContext,
): Promise<bigint> {
  const pool = {
    address: at.stakePool,
    abi: stakePoolAbi,
    functionName: "validatorOf",
    args: [account],
  } as const;
  const consensus = { address: at.consensus, abi: subnetConsensusAbi } as const;
  const { slot } = await client.readContract(pool);
  const read = async () => (await client.readContract({ ...consensus, functionName: "voices" }))[0][slot];
  return until("the validator's weight", async () => ((await read()) ?? 0n) || undefined, {
    deadline: JUDGED,
    every: 500,
    signal,
  });
}
