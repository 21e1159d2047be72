import { parseAbiItem } from "viem";
import { PREDEPLOYS } from "../../../genesis/predeploys.ts";
import { toraTokenAbi } from "../../../chain/abi/ToraToken.ts";
import type { Chains } from "../common/chains.ts";
import { check } from "../../common/check.ts";
import { contractsOf, type ToraInputs } from "./inputs.ts";

const INITIATED = parseAbiItem(
  "event ERC20BridgeInitiated(address indexed localToken, address indexed remoteToken, address indexed from, address to, uint256 amount, bytes extraData)",
);
const FINALIZED = parseAbiItem(
  "event ERC20BridgeFinalized(address indexed localToken, address indexed remoteToken, address indexed from, address to, uint256 amount, bytes extraData)",
);

/** Smallest units of TORA, as the two bridges and the two tokens have them. */
export interface Books {
  /** WTORA that L1's bridge holds. */
  escrow: bigint;
  /** TORA that there is on L2. */
  supply: bigint;
  /** Deposited on L1, not minted on L2 yet. */
  unminted: bigint;
  /** Burned on L2, not released on L1 yet. */
  unfinalised: bigint;
}

/**
 * Every TORA on L2, and every one on its way, is backed by a WTORA in escrow: to the wei, at any moment.
 * @param at where in the withdrawal's way this is
 * @throws TensoraError when it is not
 */
export async function conserved(chains: Chains, inputs: ToraInputs, at: string): Promise<Books> {
  const books = await booksOf(chains, inputs);
  const { escrow, supply, unminted, unfinalised } = books;
  check(
    escrow === supply + unminted + unfinalised,
    `${at}: the escrow holds ${escrow} WTORA, but L2 has ${supply} TORA, ${unminted} not minted yet and ${unfinalised} not released yet`,
    inputs.settlement.L1StandardBridge,
  );
  return books;
}

/** Both chains at one block each; the sum holds for any two blocks, as long as each one's numbers are of one moment. */
async function booksOf({ l1, l2 }: Chains, inputs: ToraInputs): Promise<Books> {
  const { wtora, tora } = contractsOf(inputs);
  const [head1, head2] = await Promise.all([l1.getBlockNumber(), l2.getBlockNumber()]);
  const bridges = {
    l1: {
      client: l1,
      address: inputs.settlement.L1StandardBridge,
      token: wtora,
      fromBlock: BigInt(inputs.genesis.l1Origin),
      toBlock: head1,
    },
    l2: { client: l2, address: PREDEPLOYS.L2StandardBridge, token: tora, fromBlock: 0n, toBlock: head2 },
  };
  const moved = async (chain: keyof typeof bridges, event: typeof INITIATED | typeof FINALIZED) => {
    const { client, address, token, fromBlock, toBlock } = bridges[chain];
    const args = { localToken: token };
    const logs = await client.getLogs({ address, event, args, fromBlock, toBlock, strict: true });
    return logs.reduce((sum, { args: { amount } }) => sum + amount, 0n);
  };
  const [escrow, supply, deposited, minted, withdrawn, released] = await Promise.all([
    l1.readContract({
      address: wtora,
      abi: toraTokenAbi,
      functionName: "balanceOf",
      args: [bridges.l1.address],
      blockNumber: head1,
    }),
    l2.readContract({ address: tora, abi: toraTokenAbi, functionName: "totalSupply", blockNumber: head2 }),
    moved("l1", INITIATED),
    moved("l2", FINALIZED),
    moved("l2", INITIATED),
    moved("l1", FINALIZED),
  ]);
  return { escrow, supply, unminted: deposited - minted, unfinalised: withdrawn - released };
}
