import { serviceSpec } from "../runtimes/service-spec.ts";
import type { DevnetSpec } from "../spec/devnet.ts";
import { type L2Node, NODES, type ServiceName, type SharedFile } from "../spec/services.ts";
import type { Placement, ServiceSpec } from "../spec/service.ts";

/**
 * Storage flags of every op-geth chain, `init` included. With pebble or a pruned path scheme a killed node loses its
 * last seconds of blocks; with these three flags it loses none.
 */
export const durableStorage = (data: string): string[] => [
  `--datadir=${data}`,
  "--db.engine=leveldb",
  "--state.scheme=hash",
];

/**
 * Configuration of an op-geth that has no peers: no flag keeps it from listening for them on every interface, at a port of
 * its choice.
 */
export const WITHOUT_PEERS = { file: "geth.toml", text: '[Node.P2P]\nListenAddr = ""\n' } as const;

/**
 * No page has such an origin. Without any, op-geth takes pages of this machine (`http://localhost`) to be allowed; a program
 * sends no origin, and is always let in.
 */
const NO_PAGE = "none://none";

/**
 * What a page may come by, which is by WebSocket alone: op-geth permits whole namespaces, and `debug` has what sets the head
 * back and writes files beside what traces. So it is where no page gets: over HTTP none is answered across origins, for lack
 * of `--http.corsdomain`; by WebSocket it is there only while no page is let in.
 */
const webSocketFlags = ({ pages }: DevnetSpec): string[] =>
  pages.origins.length === 0
    ? ["--ws.api=eth,net,web3,debug,txpool", `--ws.origins=${NO_PAGE}`]
    : ["--ws.api=eth,net,web3,txpool", `--ws.origins=${pages.origins.join(",")}`];

/** Flags of an op-geth that talks to nobody but its op-node and its RPC clients. */
export function executionFlags(spec: DevnetSpec, service: ServiceName, place: Placement): string[] {
  const { ports } = spec.services[service];
  return [
    ...durableStorage(place.data()),
    "--gcmode=archive",
    "--syncmode=full",
    "--nodiscover",
    "--maxpeers=0",
    "--ipcdisable",
    "--cache=64",
    "--http",
    `--http.addr=${place.listen}`,
    `--http.port=${ports.http}`,
    // Neighbours ask for it by its name where services have hosts of their own; no other name leads here (DNS rebinding).
    `--http.vhosts=localhost,${service}`,
    // A drill closes the sequencer's mempool by `miner`.
    `--http.api=eth,net,web3,debug,txpool${spec.local && service === NODES.sequencer.geth ? ",miner" : ""}`,
    "--ws",
    `--ws.addr=${place.listen}`,
    `--ws.port=${ports.ws}`,
    ...webSocketFlags(spec),
    "--metrics",
    `--metrics.addr=${place.listen}`,
    `--metrics.port=${ports.metrics}`,
  ];
}

/** `geth init` of a genesis file into the service's durable folder. */
export const initFrom = (place: Placement, genesisFile: SharedFile) => ({
  args: ["init", ...durableStorage(place.data()), place.file(genesisFile)],
});

/** An L2 execution client: the engine API by JWT, transactions from its own RPC or a sequencer's. */
export function l2Execution(
  spec: DevnetSpec,
  { geth }: L2Node,
  place: Placement,
  forwardTo?: string,
): ServiceSpec {
  const { ports } = spec.services[geth];
  return serviceSpec(spec, geth, {
    args: [
      ...executionFlags(spec, geth, place),
      `--config=${place.file(WITHOUT_PEERS.file)}`,
      `--networkid=${spec.l2.chainId}`,
      `--authrpc.addr=${place.listen}`,
      `--authrpc.port=${ports.auth}`,
      `--authrpc.vhosts=localhost,${geth}`,
      `--authrpc.jwtsecret=${place.file("jwt")}`,
      "--rollup.disabletxpoolgossip",
      ...(forwardTo === undefined ? [] : [`--rollup.sequencerhttp=${forwardTo}`]),
    ],
    init: initFrom(place, "l2-genesis.json"),
    health: { kind: "rpc", port: "http", method: "eth_chainId", deadline: 60 },
  });
}
