import { describe, expect, it } from "vitest";
import { withDefaults } from "./defaults.ts";
import { NODES, SERVICES } from "../spec/services.ts";
import { resolved } from "./testing/problems.ts";

describe("withDefaults", () => {
  it("has the specification's figures", () => {
    const { l1, l2, settlement, batcher } = withDefaults({});
    expect(l1.confirmations).toBe(15);
    expect(l1.confirmations * l1.blockTime).toBe(45);
    expect(batcher.interval).toBe(600);
    expect(settlement.submissionInterval * l2.blockTime).toBe(3600);
    expect(settlement.finalizationPeriod).toBe(7 * 24 * 3600);
    expect(settlement.safeThreshold).toBe(2);
    expect(withDefaults({}).listen).toBe("127.0.0.1");
  });

  it("can work as they are", async () => {
    const { config } = await resolved({});
    expect(config.accounts.kind).toBe("dev");
  });

  it("counts times that the file does not say in the file's own blocks", () => {
    const { l2, settlement } = withDefaults({ l1: { blockTime: 12 }, l2: { blockTime: 2 } });
    expect(l2.sequencerWindow).toBe(3600);
    expect(l2.channelTimeout).toBe(300);
    expect(settlement.submissionInterval).toBe(1800);
  });

  it("keeps the channel timeout within half of a short sequencer window", () => {
    expect(withDefaults({ l2: { sequencerWindow: 200 } }).l2.channelTimeout).toBe(100);
  });

  it("gives an external L1 neither an id, nor ports, nor coins, nor known keys", () => {
    const config = withDefaults({ l1: { kind: "external" } });
    expect(config.l1.chainId).toBeUndefined();
    expect(config.services[SERVICES.l1.name].ports).toEqual({});
    expect(config.l2.prefund).toBe(0);
    expect(config.accounts.kind).toBe("keys");
  });

  it("leaves only named ports where ports are free", () => {
    const services = { [SERVICES.batcher.name]: { ports: { rpc: 4000 } } };
    const config = withDefaults({ ports: "free", services });
    expect(config.services[SERVICES.batcher.name].ports).toEqual({ rpc: 4000 });
    expect(config.services[NODES.sequencer.geth].ports).toEqual({});
  });

  it("lets the file win key by key", () => {
    const { l2 } = withDefaults({
      l2: { forks: { isthmus: "never", jovian: "never" }, gasLimit: 40_000_000 },
    });
    expect(l2.forks).toMatchObject({ holocene: 0, isthmus: "never", jovian: "never" });
    expect(l2.gasLimit).toBe(40_000_000);
    expect(l2.eip1559).toEqual({ elasticity: 6, denominator: 50, denominatorCanyon: 250 });
  });
});
