// Generated from the compiled contract, see toolchain/contracts/abi.ts; written anew by: npx vitest run toolchain/contracts/abi.test.ts -u
export const simpleAccountFactoryAbi = [
  {"inputs":[{"name":"_entryPoint","type":"address"}],"stateMutability":"nonpayable","type":"constructor"},
  {"inputs":[],"name":"accountImplementation","outputs":[{"name":"","type":"address"}],"stateMutability":"view","type":"function"},
  {"inputs":[{"name":"owner","type":"address"},{"name":"salt","type":"uint256"}],"name":"createAccount","outputs":[{"name":"ret","type":"address"}],"stateMutability":"nonpayable","type":"function"},
  {"inputs":[{"name":"owner","type":"address"},{"name":"salt","type":"uint256"}],"name":"getAddress","outputs":[{"name":"","type":"address"}],"stateMutability":"view","type":"function"},
  {"inputs":[],"name":"senderCreator","outputs":[{"name":"","type":"address"}],"stateMutability":"view","type":"function"},
] as const;
