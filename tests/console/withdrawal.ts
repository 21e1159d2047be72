import { type Hex, parseEther } from "viem";
import { getWithdrawals } from "viem/op-stack";
import type { SettlementAddresses } from "../../spec/contracts.ts";
import { l2Chain } from "../../chain/chains.ts";
import { l1Client, l1Wallet, l2Client, l2Wallet } from "../../chain/clients.ts";
import type { Settings } from "../../programs/console/settings.ts";

/** Sends BNB from L2 towards L1. @returns what proves it on L1, once an output covers it */
export async function withdraw({ l1, l2, contracts }: Settings, key: Hex) {
  const settlement = contracts.l1 as unknown as SettlementAddresses;
  const onL2 = l2Client(l2);
  const targetChain = l2Chain(l2, l1, settlement);
  const wallet = l2Wallet(key, l2);
  const to = wallet.account.address;
  const hash = await wallet.initiateWithdrawal({
    request: { gas: 100_000n, to, value: parseEther("0.001") },
  });
  const receipt = await onL2.waitForTransactionReceipt({ hash });
  const [withdrawal] = getWithdrawals(receipt);
  if (!withdrawal) throw new Error(`${hash} made no withdrawal`);
  const prove = async () => {
    const onL1 = l1Client(l1);
    const output = await onL1.getL2Output({ l2BlockNumber: receipt.blockNumber, targetChain });
    const proof = await onL2.buildProveWithdrawal({ withdrawal, output });
    const proved = await l1Wallet(key, l1).proveWithdrawal({ ...proof, targetChain });
    await onL1.waitForTransactionReceipt({ hash: proved });
  };
  return { hash: withdrawal.withdrawalHash, prove };
}
