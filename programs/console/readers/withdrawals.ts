import { type Address, formatEther } from "viem";
import { getWithdrawals } from "viem/op-stack";
import { PREDEPLOYS } from "../../../genesis/predeploys.ts";
import { l2OutputOracleAbi } from "../../../chain/abi/L2OutputOracle.ts";
import { optimismPortalAbi } from "../../../chain/abi/OptimismPortal.ts";
import type { L1Client, L2Client } from "../../../chain/clients.ts";
import type { WithdrawalRow, Withdrawals } from "../state.ts";
import { Span } from "./span.ts";
import { type Rules, stageOf } from "./stage.ts";

/** L2 blocks back that are searched: two weeks of blocks of one second. */
const REACH = 1_209_600;
/** Withdrawals that are followed on L1 at a time, the newest ones, and finalised ones that are still shown. */
const FOLLOWED = 50;
const SHOWN_FINALISED = 5;

interface Known {
  withdrawal: ReturnType<typeof getWithdrawals>[number];
  transaction: string;
  l2Block: number;
}

interface Contracts {
  portal: Address;
  oracle: Address;
}

/** The withdrawals that L2 has made, and how far each has come on L1. */
export class WithdrawalsReader {
  private readonly span = new Span(REACH);
  /** Newest first. */
  private open: Known[] = [];
  private finalised: WithdrawalRow[] = [];
  private made = 0;

  constructor(
    private readonly l1: L1Client,
    private readonly l2: L2Client,
    private readonly contracts: Contracts,
  ) {}

  async look(): Promise<Withdrawals> {
    await this.search();
    const followed = this.open.slice(0, FOLLOWED);
    const rows = followed.length === 0 ? [] : await this.follow(followed);
    const ended = rows.filter(({ stage }) => stage === "finalised");
    const hashes = new Set(ended.map(({ hash }) => hash));
    this.open = this.open.filter(({ withdrawal }) => !hashes.has(withdrawal.withdrawalHash));
    this.finalised = [...ended, ...this.finalised]
      .sort((a, b) => b.l2Block - a.l2Block)
      .slice(0, SHOWN_FINALISED);
    return {
      rows: [...rows.filter(({ stage }) => stage !== "finalised"), ...this.finalised],
      made: this.made,
      open: this.open.length,
      searched: this.span.searched,
    };
  }

  private async search(): Promise<void> {
    const part = this.span.next(Number(await this.l2.getBlockNumber()));
    if (!part) return;
    const logs = await this.l2.getLogs({
      address: PREDEPLOYS.L2ToL1MessagePasser,
      fromBlock: BigInt(part.from),
      toBlock: BigInt(part.to),
    });
    this.span.done(part.to);
    for (const log of logs) {
      const [withdrawal] = getWithdrawals({ logs: [log] });
      if (!withdrawal) continue;
      this.made += 1;
      this.open.unshift({ withdrawal, transaction: log.transactionHash, l2Block: Number(log.blockNumber) });
    }
  }

  private async follow(known: readonly Known[]): Promise<WithdrawalRow[]> {
    const { portal, oracle } = this.contracts;
    const onOracle = { address: oracle, abi: l2OutputOracleAbi } as const;
    const onPortal = { address: portal, abi: optimismPortalAbi } as const;
    const hashes = known.map(({ withdrawal }) => withdrawal.withdrawalHash);
    const [head, [latest, next, interval, period, genesisTime, blockTime], finalised, proofs] =
      await Promise.all([
        this.l1.getBlock(),
        this.l1.multicall({
          allowFailure: false,
          contracts: [
            { ...onOracle, functionName: "latestBlockNumber" },
            { ...onOracle, functionName: "nextBlockNumber" },
            { ...onOracle, functionName: "submissionInterval" },
            { ...onOracle, functionName: "finalizationPeriodSeconds" },
            { ...onOracle, functionName: "computeL2Timestamp", args: [0n] },
            { ...onOracle, functionName: "l2BlockTime" },
          ],
        }),
        this.l1.multicall({
          allowFailure: false,
          contracts: hashes.map(
            (hash) => ({ ...onPortal, functionName: "finalizedWithdrawals", args: [hash] }) as const,
          ),
        }),
        this.l1.multicall({
          allowFailure: false,
          contracts: hashes.map(
            (hash) => ({ ...onPortal, functionName: "provenWithdrawals", args: [hash] }) as const,
          ),
        }),
      ]);
    // The output of a proof may be deleted since: then the proof is none.
    const outputs = await this.l1.multicall({
      contracts: proofs.map(
        ([, , index]) => ({ ...onOracle, functionName: "getL2Output", args: [index] }) as const,
      ),
    });
    const numbers = [latest, next, interval, period, genesisTime, blockTime].map(Number);
    const rules = rulesOf(numbers, Number(head.timestamp));
    return known.map(({ withdrawal, transaction, l2Block }, i): WithdrawalRow => {
      const [root, timestamp] = proofs[i] ?? ["0x", 0n];
      const output = outputs[i]?.result;
      const stands = timestamp > 0n && output !== undefined && output.outputRoot === root;
      const proof = stands ? { proved: Number(timestamp), output: Number(output.timestamp) } : undefined;
      return {
        hash: withdrawal.withdrawalHash,
        transaction,
        l2Block,
        sender: withdrawal.sender,
        target: withdrawal.target,
        value: formatEther(withdrawal.value),
        ...stageOf({ l2Block, finalised: finalised[i] === true, ...(proof ? { proof } : {}) }, rules),
      };
    });
  }
}

function rulesOf(numbers: number[], now: number): Rules {
  const [latest = 0, next = 0, interval = 1, period = 0, genesisTime = 0, blockTime = 1] = numbers;
  return { latest, next, interval, period, genesisTime, blockTime, now };
}
