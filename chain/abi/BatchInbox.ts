// Generated from the compiled contract, see toolchain/contracts/abi.ts; written anew by: npx vitest run toolchain/contracts/abi.test.ts -u
export const batchInboxAbi = [
  {"anonymous":false,"inputs":[{"indexed":false,"name":"batchHash","type":"bytes32"},{"indexed":false,"name":"size","type":"uint256"}],"name":"BatchPosted","type":"event"},
  {"stateMutability":"nonpayable","type":"fallback"},
] as const;
