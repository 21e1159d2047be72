// Generated from the compiled contract, see toolchain/contracts/abi.ts; written anew by: npx vitest run toolchain/contracts/abi.test.ts -u
export const fixedPriceSourceAbi = [
  {"inputs":[{"name":"price_","type":"uint256"}],"stateMutability":"nonpayable","type":"constructor"},
  {"inputs":[],"name":"NoPrice","type":"error"},
  {"inputs":[],"name":"PRICE","outputs":[{"name":"","type":"uint256"}],"stateMutability":"view","type":"function"},
  {"inputs":[],"name":"observe","outputs":[{"name":"price","type":"uint256"},{"name":"observedAt","type":"uint256"}],"stateMutability":"view","type":"function"},
] as const;
