import * as pulumi from "@pulumi/pulumi";
import { genesisSpec } from "../genesis/spec.ts";
import type { ComponentContext } from "./context.ts";
import { WITHOUT_PEERS } from "./execution.ts";
import { L2Genesis } from "../resources/genesis.ts";
import { ConfigFile, JwtSecret } from "../resources/files.ts";
import { stackFile } from "../runtimes/common/layout.ts";
import type { Settlement } from "./settlement.ts";

/** The files that all L2 nodes share: the L2 genesis, the rollup configuration and the secret of the engine API. */
export class Rollup extends pulumi.ComponentResource {
  readonly genesis: L2Genesis;
  /** Restarts op-geth when it changes. */
  readonly executionTriggers: Record<string, pulumi.Output<string>>;
  /** Restarts op-node when it changes. */
  readonly nodeTriggers: Record<string, pulumi.Output<string>>;

  constructor(
    { spec, runtime }: ComponentContext,
    settlement: Settlement,
    options: pulumi.ComponentResourceOptions,
  ) {
    super("tensora:component:Rollup", "rollup", {}, options);
    const parent = { parent: this };
    const { origin, addresses } = settlement;
    this.genesis = new L2Genesis(
      "l2-genesis",
      { dir: spec.dir, spec: genesisSpec(spec), settlement: addresses, origin },
      parent,
    );
    const owner = runtime.owner === undefined ? {} : { owner: runtime.owner };
    const fileOf = (name: string) => stackFile(spec.dir, name);
    const jwt = new JwtSecret("jwt", { file: fileOf("jwt"), ...owner }, parent);
    const { file, text } = WITHOUT_PEERS;
    const peers = new ConfigFile(file, { file: fileOf(file), text, ...owner }, parent);
    this.executionTriggers = { genesis: this.genesis.hash, jwt: jwt.digest, peers: peers.digest };
    this.nodeTriggers = { rollup: this.genesis.rollupDigest, jwt: jwt.digest };
    this.registerOutputs({ genesis: this.genesis.hash });
  }
}
