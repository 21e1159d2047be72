import { expect, test } from "vitest";
import { parse } from "yaml";
import { NODES, SERVICES } from "../../spec/services.ts";
import { COMPOSE_FILE, composeFiles } from "./compose.ts";

const NAME = SERVICES.batcher.name;
const NODE = NODES.sequencer.node;
const CONTAINER = `tensora-dev-${NAME}`;
const BATCHER = {
  name: CONTAINER,
  image: "tensora/op-batcher:1",
  entrypoints: ["/attendant", "start"],
  command: ["--price=$5"],
  envs: ["KEY=0x5ec2e7"],
  networksAdvanced: [{ name: "tensora-dev", aliases: [NAME] }],
  ports: [{ internal: 9548, external: 1234, ip: "127.0.0.1" }],
  volumes: [{ containerPath: "/data", volumeName: CONTAINER }],
  readOnly: true,
  stopTimeout: 15,
};

test("a container becomes a service that goes on with the stack's volumes, in its network", () => {
  const { files } = composeFiles("dev", [BATCHER], () => [NODE]);
  const { services, volumes, networks } = parse(files[COMPOSE_FILE] ?? "");
  expect(services[NAME]).toMatchObject({
    image: "tensora/op-batcher:1",
    command: ["--price=$$5"],
    ports: ["127.0.0.1:1234:9548"],
    depends_on: { [NODE]: { condition: "service_healthy" } },
    read_only: true,
    stop_grace_period: "15s",
  });
  expect(volumes).toEqual({ [CONTAINER]: { name: CONTAINER, external: true } });
  expect(networks.default).toEqual({ name: "tensora-dev", external: true });
});

test("keys are in a file of their own, for its owner only", () => {
  const { files, secret } = composeFiles("dev", [BATCHER], () => []);
  expect(secret).toEqual([`${NAME}.env`]);
  expect(files[`${NAME}.env`]).toBe("KEY=0x5ec2e7\n");
  expect(files[COMPOSE_FILE]).not.toContain("5ec2e7");
});
