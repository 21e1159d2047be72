// Generated from the compiled contract, see toolchain/contracts/abi.ts; written anew by: npx vitest run toolchain/contracts/abi.test.ts -u
export const chainlinkPriceSourceAbi = [
  {"inputs":[{"name":"tora_","type":"address"},{"components":[{"name":"aggregator","type":"address"},{"name":"maxAge","type":"uint32"},{"name":"decimals","type":"uint8"}],"name":"token_","type":"tuple"},{"components":[{"name":"aggregator","type":"address"},{"name":"maxAge","type":"uint32"},{"name":"decimals","type":"uint8"}],"name":"coin_","type":"tuple"},{"name":"uptime_","type":"address"},{"name":"gracePeriod_","type":"uint32"}],"stateMutability":"nonpayable","type":"constructor"},
  {"inputs":[{"name":"aggregator","type":"address"},{"name":"answer","type":"int256"}],"name":"BadAnswer","type":"error"},
  {"inputs":[],"name":"NoPrice","type":"error"},
  {"inputs":[{"name":"since","type":"uint256"}],"name":"SequencerNotUp","type":"error"},
  {"inputs":[{"name":"aggregator","type":"address"},{"name":"updatedAt","type":"uint256"},{"name":"maxAge","type":"uint256"}],"name":"StaleAnswer","type":"error"},
  {"inputs":[{"name":"aggregator","type":"address"},{"name":"decimals","type":"uint8"},{"name":"expected","type":"uint8"}],"name":"WrongDecimals","type":"error"},
  {"inputs":[],"name":"COIN_FEED","outputs":[{"name":"","type":"address"}],"stateMutability":"view","type":"function"},
  {"inputs":[],"name":"COIN_FEED_DECIMALS","outputs":[{"name":"","type":"uint8"}],"stateMutability":"view","type":"function"},
  {"inputs":[],"name":"COIN_MAX_AGE","outputs":[{"name":"","type":"uint32"}],"stateMutability":"view","type":"function"},
  {"inputs":[],"name":"GRACE_PERIOD","outputs":[{"name":"","type":"uint32"}],"stateMutability":"view","type":"function"},
  {"inputs":[],"name":"TOKEN_FEED","outputs":[{"name":"","type":"address"}],"stateMutability":"view","type":"function"},
  {"inputs":[],"name":"TOKEN_FEED_DECIMALS","outputs":[{"name":"","type":"uint8"}],"stateMutability":"view","type":"function"},
  {"inputs":[],"name":"TOKEN_MAX_AGE","outputs":[{"name":"","type":"uint32"}],"stateMutability":"view","type":"function"},
  {"inputs":[],"name":"TOKEN_UNIT","outputs":[{"name":"","type":"uint256"}],"stateMutability":"view","type":"function"},
  {"inputs":[],"name":"UPTIME_FEED","outputs":[{"name":"","type":"address"}],"stateMutability":"view","type":"function"},
  {"inputs":[],"name":"observe","outputs":[{"name":"price","type":"uint256"},{"name":"observedAt","type":"uint256"}],"stateMutability":"view","type":"function"},
] as const;
