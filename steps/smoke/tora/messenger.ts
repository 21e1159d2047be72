import { zeroAddress } from "viem";
import type { SmokeInputs } from "../common/inputs.ts";

/** How far a message is, in the words of `@eth-optimism/sdk`. */
export type MessageStatus =
  | "UNCONFIRMED_L1_TO_L2_MESSAGE"
  | "FAILED_L1_TO_L2_MESSAGE"
  | "STATE_ROOT_NOT_PUBLISHED"
  | "READY_TO_PROVE"
  | "IN_CHALLENGE_PERIOD"
  | "READY_FOR_RELAY"
  | "RELAYED";

/** The bridge as a second client sees it that shares no code with the first: the CrossChainMessenger. */
export async function messenger({ l1, l2, settlement }: SmokeInputs) {
  const [sdk, { ethers }] = await Promise.all([import("@eth-optimism/sdk"), import("ethers")]);
  const { L1CrossDomainMessenger, L1StandardBridge, OptimismPortal, L2OutputOracle } = settlement;
  const provider = (endpoint: { rpcUrl: string; chainId: number }) =>
    new ethers.providers.StaticJsonRpcProvider(endpoint.rpcUrl, endpoint.chainId);
  const unused = zeroAddress;
  const client = new sdk.CrossChainMessenger({
    l1ChainId: l1.chainId,
    l2ChainId: l2.chainId,
    l1SignerOrProvider: provider(l1),
    l2SignerOrProvider: provider(l2),
    bedrock: true,
    bridges: {},
    contracts: {
      l1: {
        L1CrossDomainMessenger,
        L1StandardBridge,
        OptimismPortal,
        L2OutputOracle,
        AddressManager: unused,
        StateCommitmentChain: unused,
        CanonicalTransactionChain: unused,
        BondManager: unused,
      },
    },
  });
  return {
    /** @param hash of the transaction that sent the message, on either chain */
    async status(hash: string): Promise<MessageStatus> {
      return sdk.MessageStatus[await client.getMessageStatus(hash)] as MessageStatus;
    },
  };
}
