require("@nomicfoundation/hardhat-ethers");
const { TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD } = require("hardhat/builtin-tasks/task-names");
const { subtask } = require("hardhat/config");

const { PRIVATE_KEY, RPC_URL = "http://127.0.0.1:9545" } = process.env;
const SOLC = "0.8.28";

// The compiler is npm's, as package-lock.json pins it; without this Hardhat downloads one. Nothing here is about the L2.
subtask(TASK_COMPILE_SOLIDITY_GET_SOLC_BUILD, async ({ solcVersion }, _hre, runSuper) => {
  if (solcVersion !== SOLC) return runSuper();
  const longVersion = require("solc").version();
  return { version: SOLC, longVersion, compilerPath: require.resolve("solc/soljson.js"), isSolcJs: true };
});

/** @type {import("hardhat/config").HardhatUserConfig} */
module.exports = {
  solidity: SOLC,
  networks: {
    l2: { url: RPC_URL, accounts: PRIVATE_KEY ? [PRIVATE_KEY] : [] },
  },
};
