const { ethers } = require("hardhat");

async function main() {
  const counter = await ethers.deployContract("Counter", [7]);
  await counter.waitForDeployment();
  await (await counter.increment()).wait();
  console.log(`Counter ${await counter.getAddress()}`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
