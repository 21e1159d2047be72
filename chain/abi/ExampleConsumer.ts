// Generated from the compiled contract, see toolchain/contracts/abi.ts; written anew by: npx vitest run toolchain/contracts/abi.test.ts -u
export const exampleConsumerAbi = [
  {"inputs":[{"name":"desk","type":"address"},{"name":"tora","type":"address"}],"stateMutability":"nonpayable","type":"constructor"},
  {"inputs":[{"name":"caller","type":"address"}],"name":"NotDesk","type":"error"},
  {"inputs":[{"name":"token","type":"address"}],"name":"SafeERC20FailedOperation","type":"error"},
  {"anonymous":false,"inputs":[{"indexed":true,"name":"requestId","type":"uint256"},{"indexed":true,"name":"miner","type":"address"},{"indexed":false,"name":"result","type":"bytes"}],"name":"ResultReceived","type":"event"},
  {"inputs":[],"name":"DESK","outputs":[{"name":"","type":"address"}],"stateMutability":"view","type":"function"},
  {"inputs":[],"name":"TORA","outputs":[{"name":"","type":"address"}],"stateMutability":"view","type":"function"},
  {"inputs":[{"name":"task","type":"bytes"},{"name":"reward","type":"uint96"}],"name":"ask","outputs":[{"name":"requestId","type":"uint256"}],"stateMutability":"nonpayable","type":"function"},
  {"inputs":[{"name":"requestId","type":"uint256"},{"name":"miner","type":"address"},{"name":"result","type":"bytes"}],"name":"onInference","outputs":[],"stateMutability":"nonpayable","type":"function"},
  {"inputs":[{"name":"requestId","type":"uint256"}],"name":"results","outputs":[{"name":"","type":"bytes"}],"stateMutability":"view","type":"function"},
] as const;
