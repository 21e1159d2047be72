import { parseAbi } from "viem";

/** What the smoke steps call of the contracts on both layers. */
export const PORTAL = parseAbi([
  "function depositTransaction(address to, uint256 value, uint64 gasLimit, bool isCreation, bytes data) payable",
  "function provenWithdrawals(bytes32 hash) view returns (bytes32 outputRoot, uint128 timestamp, uint128 l2OutputIndex)",
  "function finalizedWithdrawals(bytes32 hash) view returns (bool)",
  "function paused() view returns (bool)",
  "function proveWithdrawalTransaction((uint256 nonce, address sender, address target, uint256 value, uint256 gasLimit, bytes data) withdrawal, uint256 l2OutputIndex, (bytes32 version, bytes32 stateRoot, bytes32 messagePasserStorageRoot, bytes32 latestBlockhash) outputRootProof, bytes[] withdrawalProof)",
  "function finalizeWithdrawalTransaction((uint256 nonce, address sender, address target, uint256 value, uint256 gasLimit, bytes data) withdrawal)",
  "event WithdrawalFinalized(bytes32 indexed withdrawalHash, bool success)",
]);

export const L1_BRIDGE = parseAbi([
  "function depositETHTo(address to, uint32 minGasLimit, bytes extraData) payable",
]);

export const L2_BRIDGE = parseAbi([
  "function withdrawTo(address l2Token, address to, uint256 amount, uint32 minGasLimit, bytes extraData) payable",
]);

export const ORACLE = parseAbi([
  "function nextOutputIndex() view returns (uint256)",
  "function nextBlockNumber() view returns (uint256)",
  "function latestBlockNumber() view returns (uint256)",
  "function getL2Output(uint256 index) view returns ((bytes32 outputRoot, uint128 timestamp, uint128 l2BlockNumber))",
  "function getL2OutputIndexAfter(uint256 l2BlockNumber) view returns (uint256)",
  "function deleteL2Outputs(uint256 l2OutputIndex)",
]);

export const SUPERCHAIN = parseAbi([
  "function pause(string identifier)",
  "function unpause()",
  "function paused() view returns (bool)",
]);

export const WRAPPED_BNB = parseAbi([
  "function deposit() payable",
  "function balanceOf(address holder) view returns (uint256)",
]);

export const L1_BLOCK = parseAbi([
  "function number() view returns (uint64)",
  "function sequenceNumber() view returns (uint64)",
]);

export const INBOX = parseAbi(["event BatchPosted(bytes32 batchHash, uint256 size)"]);

/** Where contracts are on every L2. */
export const PREDEPLOYS = {
  wrappedBnb: "0x4200000000000000000000000000000000000006",
  l2StandardBridge: "0x4200000000000000000000000000000000000010",
  l1Block: "0x4200000000000000000000000000000000000015",
} as const;
/** How the standard bridge names the native coin of L2. */
export const NATIVE_COIN = "0xDeadDeAddeAddEAddeadDEaDDEAdDeaDDeAD0000";
