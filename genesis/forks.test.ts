import { describe, expect, it } from "vitest";
import type { ForkSchedule } from "../spec/devnet.ts";
import { checkSchedule, forkTimes } from "./forks.ts";
import { l2Genesis } from "./index.ts";
import { EXTERNAL_SPEC, inputsOf, SPEC, TIME } from "./testing/inputs.ts";

const withForks = (changes: Partial<ForkSchedule>) =>
  inputsOf({ ...SPEC, l2: { ...SPEC.l2, forks: { ...SPEC.l2.forks, ...changes } } });

/** What both clients are told of the forks. */
function clients(inputs = inputsOf(SPEC)) {
  const { genesis, rollup } = l2Genesis(inputs);
  return { genesis, geth: genesis.config as Record<string, unknown>, node: rollup };
}

describe("a fork schedule", () => {
  it("counts from L2's first block, but genesis is 0 and never is left out", () => {
    const times = forkTimes(EXTERNAL_SPEC.l2.forks, 1000);
    expect(times).toEqual({
      ...{ regolith: 0, canyon: 0, delta: 0, ecotone: 0 },
      ...{ fjord: 1040, granite: 1060, holocene: 1080, isthmus: 1100 },
    });
  });

  it("is the same for both clients, with the forks of Ethereum that it brings", () => {
    const { geth, node } = clients(withForks({ canyon: 4, delta: 4, ecotone: 6, fjord: 6 }));
    expect(node).toMatchObject({ canyon_time: TIME + 4, ecotone_time: TIME + 6, isthmus_time: TIME + 8 });
    expect(geth).toMatchObject({
      ...{ canyonTime: TIME + 4, shanghaiTime: TIME + 4 },
      ...{ ecotoneTime: TIME + 6, cancunTime: TIME + 6 },
      ...{ isthmusTime: TIME + 8, pragueTime: TIME + 8 },
    });
    expect(geth).not.toHaveProperty("deltaTime");
  });

  it("without a fork has it in neither client", () => {
    const { geth, node } = clients(withForks({ jovian: undefined }));
    expect(geth).not.toHaveProperty("jovianTime");
    expect(node).not.toHaveProperty("jovian_time");
  });

  it("puts the base fee's rules into the header from Holocene on", () => {
    expect(clients().genesis.extraData).toBe("0x00000000fa00000006");
    expect(clients(inputsOf(EXTERNAL_SPEC)).genesis.extraData).toBe("0x");
  });

  it.each(["isthmus", "jovian"] as const)("with %s at genesis is refused", (fork) => {
    const message = `${fork} can't be active at genesis`;
    expect(() => checkSchedule({ ...SPEC.l2.forks, [fork]: 0 })).toThrow(message);
    expect(() => l2Genesis(withForks({ [fork]: 0 }))).toThrow(message);
  });
});
