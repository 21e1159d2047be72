// Generated from the compiled contract, see toolchain/contracts/abi.ts; written anew by: npx vitest run toolchain/contracts/abi.test.ts -u
export const superchainConfigAbi = [
  {"type":"constructor","inputs":[],"stateMutability":"nonpayable"},
  {"type":"function","name":"GUARDIAN_SLOT","inputs":[],"outputs":[{"name":"","type":"bytes32"}],"stateMutability":"view"},
  {"type":"function","name":"PAUSED_SLOT","inputs":[],"outputs":[{"name":"","type":"bytes32"}],"stateMutability":"view"},
  {"type":"function","name":"guardian","inputs":[],"outputs":[{"name":"guardian_","type":"address"}],"stateMutability":"view"},
  {"type":"function","name":"initialize","inputs":[{"name":"_guardian","type":"address"},{"name":"_paused","type":"bool"}],"outputs":[],"stateMutability":"nonpayable"},
  {"type":"function","name":"pause","inputs":[{"name":"_identifier","type":"string"}],"outputs":[],"stateMutability":"nonpayable"},
  {"type":"function","name":"paused","inputs":[],"outputs":[{"name":"paused_","type":"bool"}],"stateMutability":"view"},
  {"type":"function","name":"unpause","inputs":[],"outputs":[],"stateMutability":"nonpayable"},
  {"type":"function","name":"version","inputs":[],"outputs":[{"name":"","type":"string"}],"stateMutability":"view"},
  {"type":"event","name":"ConfigUpdate","inputs":[{"name":"updateType","type":"uint8","indexed":true},{"name":"data","type":"bytes","indexed":false}],"anonymous":false},
  {"type":"event","name":"Initialized","inputs":[{"name":"version","type":"uint8","indexed":false}],"anonymous":false},
  {"type":"event","name":"Paused","inputs":[{"name":"identifier","type":"string","indexed":false}],"anonymous":false},
  {"type":"event","name":"Unpaused","inputs":[],"anonymous":false},
] as const;
