import { encodeFunctionData, type Hex, keccak256 } from "viem";
import type { SubnetChain } from "./subnets.ts";
import { subnetAbi } from "../../../chain/abi/Subnet.ts";
import { until } from "../../../lib/wait.ts";
import { commitmentOf, packWeights } from "../../../subnets/commitment.ts";

/** The contracts' numbers of phases. */
export const PHASE = { commit: 1, reveal: 2, aggregate: 3 } as const;
export const SALT = keccak256("0x01");

/** The subnet's epoch and phase now. */
export const clockOf = ({ client, at }: SubnetChain) =>
  client.readContract({ address: at.subnet, abi: subnetAbi, functionName: "phaseNow" });

/** Waits for a phase of an epoch, or a later one. */
export async function reach(chain: SubnetChain, epoch: bigint, phase: number): Promise<void> {
  const reached = async () => {
    const [now, at] = await clockOf(chain);
    return now > epoch || (now === epoch && at >= phase);
  };
  await until(`phase ${phase} of epoch ${epoch}`, reached, { deadline: 120 });
}

/** @param scores of 65,535 by uid, from 0 on */
export const weightsOf = (scores: readonly number[]): Hex => packWeights(new Map(scores.entries()));

/** Commits, and reveals unless withheld; returns once the reveals are in blocks. @param scores by validator */
export async function vote(
  chain: SubnetChain,
  epoch: bigint,
  scores: Readonly<Record<string, readonly number[]>>,
  withheld: readonly string[] = [],
): Promise<void> {
  const { at, l2, sender } = chain;
  const all = Object.entries(scores);
  await reach(chain, epoch, PHASE.commit);
  await Promise.all(
    all.map(([name, row]) => {
      const of = { chainId: l2.chainId, subnet: at.subnet, epoch, validator: sender(name).address };
      const args = [commitmentOf(of, weightsOf(row), SALT)] as const;
      const data = encodeFunctionData({ abi: subnetAbi, functionName: "commitScores", args });
      return sender(name).send({ to: at.subnet, data }, "a commitment");
    }),
  );
  await reach(chain, epoch, PHASE.reveal);
  await Promise.all(
    all
      .filter(([name]) => !withheld.includes(name))
      .map(([name, row]) => {
        const args = [weightsOf(row), SALT] as const;
        const data = encodeFunctionData({ abi: subnetAbi, functionName: "revealScores", args });
        return sender(name).send({ to: at.subnet, data }, "a reveal");
      }),
  );
}
