import { type Address, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { preinstalls } from "../../../genesis/preinstalls.ts";
import { toraPaymasterAbi } from "../../../chain/abi/ToraPaymaster.ts";
import { CANONICAL_MULTICALL3 } from "../../../chain/chains.ts";
import { l1Client } from "../../../chain/clients.ts";
import { until } from "../../../lib/wait.ts";
import { ensureProtocol } from "../../../toolchain/index.ts";
import { protocol as gate } from "../../smoke/tora/protocol.ts";
import { type DevL1, startDevL1 } from "../testing/dev-l1.ts";
import { faultyWire } from "../testing/faulty-wire.ts";
import { journalFile, testAddress, testContext, testKey } from "../testing/inputs.ts";
import { testParameters } from "../testing/parameters.ts";
import { ENTRY_POINT } from "./paymaster.ts";
import { protocolL1, protocolL2 } from "./protocol.ts";
import { type ProtocolStartInputs, protocolStart } from "./start.ts";

/** After so many transactions the timelock is there, and the deployer has not yet given up its admin role. */
const ADMIN = 4;
const INTERRUPTIONS = [0, ADMIN, 40];
const interrupted = (k: number) => `interrupted at ${k}`;
const DEPLOYERS = ["whole", "poster", ...INTERRUPTIONS.map(interrupted)];

let l1: DevL1;
let l2: DevL1;

beforeAll(async () => {
  const { MultiCall3, DeterministicDeploymentProxy } = preinstalls(714);
  const funded = DEPLOYERS.map(testAddress);
  [l1, l2] = await Promise.all([
    startDevL1(funded, 60_000_000, [MultiCall3]),
    startDevL1(funded, 60_000_000, [MultiCall3, DeterministicDeploymentProxy]),
    ensureProtocol(),
  ]);
});
afterAll(() => Promise.all([l1.stop(), l2.stop()]));

const inputsOf = (deployer: string, parameters = testParameters): ProtocolStartInputs => ({
  l1: { rpcUrl: l1.rpcUrl, chainId: l1.chainId },
  l2: { rpcUrl: l2.rpcUrl, chainId: l2.chainId },
  multicall3: CANONICAL_MULTICALL3,
  rules: parameters,
  accounts: {
    deployer: testAddress(deployer),
    safe: testAddress("safe"),
    guardian: testAddress("guardian"),
    operator: testAddress("operator"),
    treasury: testAddress("treasury"),
    holder: testAddress("holder"),
  },
});

/** Decides where everything will be. */
async function begin(deployer: string, parameters = testParameters) {
  const files = { start: journalFile("start"), l1: journalFile("l1"), l2: journalFile("l2") };
  const inputs = inputsOf(deployer, parameters);
  const start = await protocolStart.run(inputs, testContext(files.start));
  return { inputs: { ...inputs, start, keys: { deployer: testKey(deployer) } }, start, files };
}

/** Half a deployment is not taken for a whole one: the gate names the deployer's permission. */
async function expectAdmin({ keys: _, ...open }: Awaited<ReturnType<typeof begin>>["inputs"]) {
  const { deployer } = open.accounts;
  const mined = async () =>
    (await l1Client(open.l2).getTransactionCount({ address: deployer })) === open.start.l2.nonce + ADMIN;
  await until("what was sent", mined, { deadline: 30 });
  await expect(gate.run(open, testContext(journalFile("gate")))).rejects.toThrow(
    new RegExp(`DEFAULT_ADMIN_ROLE: expected 0x[0-9a-f]{40}, is .*${deployer.toLowerCase()}`),
  );
}

describe("a deployment of the protocol", () => {
  it("puts everything where it was predicted on both chains, once", async () => {
    const { inputs, start, files } = await begin("whole");
    const began = performance.now();
    const [first1, first2] = await Promise.all([
      protocolL1.run(inputs, testContext(files.l1)),
      protocolL2.run(inputs, testContext(files.l2)),
    ]);
    for (const [chain, { gasUsed, transactions, blocks, verified }] of [
      ["L1", first1],
      ["L2", first2],
    ] as const) {
      const seconds = (performance.now() - began) / 1000;
      console.log(
        `protocol on ${chain}: ${gasUsed} gas, ${transactions} transactions in blocks ${blocks}; both ${seconds.toFixed(1)} s; verified ${JSON.stringify(verified)}`,
      );
    }
    expect(first1.sent).toBe(first1.transactions);
    expect(first2.sent).toBe(first2.transactions);
    expect(first2.addresses.EntryPoint).toBe(ENTRY_POINT);

    expect(await protocolStart.run(inputs, testContext(files.start))).toEqual(start);
    expect(await protocolStart.stale?.(inputs, start)).toBeUndefined();
    expect(await protocolL1.run(inputs, testContext(files.l1))).toEqual({ ...first1, sent: 0 });
    expect(await protocolL2.run(inputs, testContext(files.l2))).toEqual({ ...first2, sent: 0 });
    const lost = await protocolL2.run(inputs, testContext(journalFile("lost")));
    expect(lost).toEqual({ ...first2, sent: 0 });

    const { keys: _, ...open } = inputs;
    const passed = await gate.run(open, testContext(journalFile("gate")));
    expect(passed).toMatchObject({ status: "passed" });
    const others = { ...open, accounts: { ...open.accounts, operator: zeroAddress, guardian: zeroAddress } };
    await expect(gate.run(others, testContext(journalFile("gate")))).rejects.toThrow(
      /CANCELLER_ROLE: expected 0x0{40}, 0x[0-9a-f]{40}, is (0x[0-9a-f]{40}(, )?){2}/,
    );
  });

  it.each(INTERRUPTIONS)("goes on after an interruption at sending %i", async (k) => {
    const { inputs, files } = await begin(interrupted(k));
    const interruption = new AbortController();
    const wire = await faultyWire(l2.rpcUrl, (sending) => {
      if (sending >= k) interruption.abort();
      return sending >= k;
    });
    const broken = { ...inputs, l2: { ...inputs.l2, rpcUrl: wire.rpcUrl } };
    await expect(protocolL2.run(broken, testContext(files.l2, interruption.signal))).rejects.toThrow();
    await wire.close();
    if (k === ADMIN) await expectAdmin(inputs);

    const resumed = await protocolL2.run(inputs, testContext(files.l2));
    expect(resumed.sent).toBe(resumed.transactions - k);
  });

  it("takes its price from a feed that a program of ours posts to", async () => {
    const feeder = testAddress("feeder");
    const price = { kind: "posted", feeder, first: "50000000000000", maxAge: 3600 } as const;
    const { inputs, files } = await begin("poster", { ...testParameters, price });
    const { addresses } = await protocolL2.run(inputs, testContext(files.l2));
    const quote = await l1Client(inputs.l2).readContract({
      address: addresses.ToraPaymaster as Address,
      abi: toraPaymasterAbi,
      functionName: "lastPrice",
    });
    expect(quote.value).toBe(20_000n * 10n ** 18n);
  });
});
