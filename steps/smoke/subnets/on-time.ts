import { getAbiItem } from "viem";
import { subnetAbi } from "../../../chain/abi/Subnet.ts";
import type { L2Client } from "../../../chain/clients.ts";
import { aggregationOf } from "../../../subnets/recompute.ts";
import { check } from "../../common/check.ts";
import { judged, type Ran } from "./epochs.ts";
import { subnetGate } from "./gate.ts";

/** Epochs end on time: every validator that takes part has committed and revealed, and one has aggregated. */
export const subnetEpochs = subnetGate("smoke/subnet-epochs", ({ client, ran, context }) =>
  judged(client, ran, (latest) => onTime(client, latest), context),
);

async function onTime(client: L2Client, { spec, at, first, last }: Ran): Promise<string> {
  const subnet = { address: at.subnet, abi: subnetAbi } as const;
  const late: number[] = [];
  const epochs = Array.from({ length: Number(last - first) + 1 }, (_, index) => first + BigInt(index)).slice(
    -2,
  );
  for (const epoch of epochs) {
    const start = await client.readContract({ ...subnet, functionName: "startOf", args: [epoch] });
    const { phases } = await client.readContract({
      ...subnet,
      functionName: "hyperparametersOf",
      args: [epoch],
    });
    const blocks = await aggregationOf(client, at, epoch, start);
    check(blocks !== undefined, `epoch ${epoch} of ${spec.name} was not aggregated`, at.subnet);
    // Before the next epoch's commitments: validators have its results when they score again.
    const due = start + BigInt(phases.length + phases.commit);
    check(
      blocks.done < due,
      `epoch ${epoch} of ${spec.name} was aggregated in block ${blocks.done}, due before ${due}`,
      at.subnet,
    );
    late.push(Number(blocks.done - start) - phases.aggregate);
    const events = (name: "ScoresCommitted" | "ScoresRevealed") =>
      client.getLogs({
        address: at.subnet,
        event: getAbiItem({ abi: subnetAbi, name }) as never,
        args: { epoch } as never,
        fromBlock: start,
        toBlock: blocks.done,
      });
    const [commits, reveals] = [await events("ScoresCommitted"), await events("ScoresRevealed")];
    const voting = spec.validators.filter(({ behaviour }) => behaviour !== "silent").length;
    check(
      commits.length >= voting,
      `${commits.length} of ${voting} validators of ${spec.name} committed`,
      at.subnet,
    );
    check(
      reveals.length >= voting,
      `${reveals.length} of ${voting} validators of ${spec.name} revealed`,
      at.subnet,
    );
  }
  return `${spec.name}: epochs ${epochs.join(" and ")} with ${spec.miners.length} miners and ${spec.validators.length} validators, aggregated ${late.join(" and ")} blocks after the earliest possible block`;
}
