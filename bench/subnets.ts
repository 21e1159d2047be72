import { spawn } from "node:child_process";
import type { Address } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Devnet } from "../config/index.ts";
import { SERVICES } from "../spec/services.ts";
import type { ModelName } from "../spec/subnets.ts";
import { readStack, STACK_TYPE } from "../engine/index.ts";
import { subnetAbi } from "../chain/abi/Subnet.ts";
import { subnetConsensusAbi } from "../chain/abi/SubnetConsensus.ts";
import { type L2Client, l2Client } from "../chain/clients.ts";
import { TensoraError } from "../lib/errors.ts";
import { freePort } from "../lib/free-port.ts";
import { modelOf } from "../subnets/inference/model.ts";
import { randomTask } from "../subnets/inference/tasks.ts";
import { type SubnetAddresses, subnetsOf } from "../subnets/addresses.ts";
import { until } from "../lib/wait.ts";
import { type Candidate, judge } from "../programs/validator/scoring.ts";
import { programPath } from "../toolchain/index.ts";
import { type BenchLine, type BenchRun, line } from "./line.ts";
import { l2Url, serviceUrl, STACK } from "./stack.ts";

/** Seconds that one miner is asked for, and tasks that it has at a time. */
const TIME = 10;
const LANES = 4;
/** Miners of an epoch whose cost to a validator is measured. */
const SIZES = [8, 32, 128];

/** What miners can answer, what scoring costs a validator, and what an epoch costs in gas. */
export async function measureSubnets({ spec }: Devnet, run: BenchRun): Promise<BenchLine[]> {
  const endpoint = { rpcUrl: l2Url(spec), chainId: spec.l2.chainId };
  const client = l2Client(endpoint);
  const contracts = await contractsOf(run);
  const all = await subnetsOf(client, contracts.SubnetRegistry as Address);
  const lines: BenchLine[] = [];
  for (const subnet of spec.subnets) {
    const honest = subnet.miners.find(({ behaviour }) => behaviour === "honest");
    const at = all.find(({ name }) => name === subnet.name);
    if (!honest || !at) continue;
    const url = serviceUrl(spec, SERVICES.miners.name, honest.name);
    lines.push(line(`inferences of one miner, ${subnet.model}`, await throughput(url, run), "1/s"));
    const gas = await epochGas(client, at);
    const size = `${subnet.validators.length} validators, ${subnet.miners.length} miners`;
    lines.push(line(`gas of an epoch, ${size}`, gas, "gas"));
  }
  const words = spec.subnets.find(({ model }) => model === "keywords");
  const at = all.find(({ name }) => name === words?.name);
  if (words && at)
    for (const size of SIZES)
      lines.push(await scoringCost(endpoint, contracts, at, { size, model: words.model }));
  return lines;
}

/** Tasks a second. */
async function throughput(url: string, { signal }: BenchRun): Promise<number> {
  const stop = performance.now() + TIME * 1000;
  let answered = 0;
  const lane = async () => {
    while (performance.now() < stop) {
      // Handed to each of thousands of requests, a signal would be listened to by all of them at once.
      signal.throwIfAborted();
      const body = JSON.stringify({ task: randomTask() });
      const response = await fetch(`${url}/infer`, { method: "POST", body });
      if (!response.ok) throw new TensoraError(`the miner answered ${response.status}`, { where: url });
      await response.arrayBuffer();
      answered++;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return answered / TIME;
}

/** Gas of all transactions to a subnet in its last whole epoch: commitments, reveals, aggregation. */
async function epochGas(client: L2Client, at: SubnetAddresses): Promise<number> {
  const subnet = { address: at.subnet, abi: subnetAbi } as const;
  const last = await client.readContract({
    address: at.consensus,
    abi: subnetConsensusAbi,
    functionName: "lastAggregated",
  });
  const start = await client.readContract({ ...subnet, functionName: "startOf", args: [last] });
  const logs = await client.getLogs({ address: at.subnet, fromBlock: start });
  const next = await client.readContract({ ...subnet, functionName: "startOf", args: [last + 1n] });
  const { phases } = await client.readContract({
    ...subnet,
    functionName: "hyperparametersOf",
    args: [last],
  });
  // Its aggregation ends before the next one's commitments.
  const own = logs.filter(({ blockNumber }) => blockNumber < next + BigInt(phases.commit));
  const hashes = [...new Set(own.map(({ transactionHash }) => transactionHash))];
  const receipts = await Promise.all(hashes.map((hash) => client.getTransactionReceipt({ hash })));
  return receipts.reduce((sum, { gasUsed }) => sum + Number(gasUsed), 0);
}

/** Processor time of a validator for the scores of an epoch, of miners that another process carries. */
async function scoringCost(
  l2: { rpcUrl: string; chainId: number },
  contracts: Record<string, string>,
  at: SubnetAddresses,
  { size, model }: { size: number; model: ModelName },
): Promise<BenchLine> {
  const miners = await Promise.all(
    Array.from({ length: size }, async (_, index) => {
      const key = generatePrivateKey();
      const port = await freePort();
      return { name: `bench-${index}`, key, port, endpoint: `http://127.0.0.1:${port}` };
    }),
  );
  const identities = miners.map(({ name, port, endpoint }) => ({
    ...{ name, port, endpoint, model },
    subnet: at.name,
    behaviour: "honest",
  }));
  const args = [
    `--rpc-url=${l2.rpcUrl}`,
    `--chain-id=${l2.chainId}`,
    `--subnet-registry=${contracts.SubnetRegistry}`,
    `--emission-manager=${contracts.EmissionManager}`,
    `--tora=${contracts.ToraToken}`,
    "--listen=127.0.0.1",
    `--port=${await freePort()}`,
    `--miners=${JSON.stringify(identities)}`,
  ];
  const keys = Object.fromEntries(miners.map(({ name, key }) => [name, key]));
  const env = { ...process.env, MINER_KEYS: JSON.stringify(keys) };
  const farm = spawn(programPath(SERVICES.miners.program), args, { stdio: "ignore", env });
  try {
    const candidates = miners.map(({ key, endpoint }, uid): Candidate => {
      const { address } = privateKeyToAccount(key);
      return { uid, account: address, signer: address, endpoint };
    });
    const place = { chainId: l2.chainId, desk: at.inferenceDesk, subnet: at.subnet };
    const never = new AbortController().signal;
    const ours = await modelOf(model);
    // Once before, until all have found their subnet.
    const well = async () =>
      (await judge(place, ours, candidates, never)).every(({ failure }) => failure === undefined);
    await until(`${size} miners to answer`, well, { deadline: 60, every: 500 });
    const before = process.cpuUsage();
    const verdicts = await judge(place, ours, candidates, never);
    const { user, system } = process.cpuUsage(before);
    const failed = verdicts.find(({ failure }) => failure !== undefined);
    if (failed)
      throw new TensoraError(`a miner failed: ${failed.failure}`, { where: failed.candidate.endpoint });
    return line(`validator's processor time an epoch, ${size} miners`, (user + system) / 1000, "ms");
  } finally {
    farm.kill();
  }
}

async function contractsOf({ root }: BenchRun): Promise<Record<string, string>> {
  const { resources } = await readStack(root, STACK);
  const outputs = resources.find(({ type }) => type === STACK_TYPE)?.outputs as
    | { contracts?: { l2?: Record<string, string> } }
    | undefined;
  return outputs?.contracts?.l2 ?? {};
}
