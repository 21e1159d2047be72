import { expect, test } from "vitest";
import { parse } from "yaml";
import { COMPOSE_FILE, composeFiles } from "./compose.ts";

const BATCHER = {
  name: "tensora-dev-batcher",
  image: "tensora/op-batcher:1",
  entrypoints: ["/attendant", "start"],
  command: ["--price=$5"],
  envs: ["KEY=0x5ec2e7"],
  networksAdvanced: [{ name: "tensora-dev", aliases: ["batcher"] }],
  ports: [{ internal: 9548, external: 1234, ip: "127.0.0.1" }],
  volumes: [{ containerPath: "/data", volumeName: "tensora-dev-batcher" }],
  readOnly: true,
  stopTimeout: 15,
};

test("a container becomes a service that goes on with the stack's volumes, in its network", () => {
  const { files } = composeFiles("dev", [BATCHER], () => ["sequencer-node"]);
  const { services, volumes, networks } = parse(files[COMPOSE_FILE] ?? "");
  expect(services.batcher).toMatchObject({
    image: "tensora/op-batcher:1",
    command: ["--price=$$5"],
    ports: ["127.0.0.1:1234:9548"],
    depends_on: { "sequencer-node": { condition: "service_healthy" } },
    read_only: true,
    stop_grace_period: "15s",
  });
  expect(volumes).toEqual({ "tensora-dev-batcher": { name: "tensora-dev-batcher", external: true } });
  expect(networks.default).toEqual({ name: "tensora-dev", external: true });
});

test("keys are in a file of their own, for its owner only", () => {
  const { files, secret } = composeFiles("dev", [BATCHER], () => []);
  expect(secret).toEqual(["batcher.env"]);
  expect(files["batcher.env"]).toBe("KEY=0x5ec2e7\n");
  expect(files[COMPOSE_FILE]).not.toContain("5ec2e7");
});
