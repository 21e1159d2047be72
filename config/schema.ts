import { z } from "zod";
import { each, group, key, sealed, whole } from "./schema-keys.ts";
import { monitoring, ownConsole, pages } from "./schema-monitoring.ts";
import { ACCOUNT_ROLES, FORKS } from "../spec/devnet.ts";
import { BY_NAME, SERVICE_NAMES } from "../spec/services.ts";
import { SUBNET_FORM, subnetSchema } from "./subnets.ts";

const amount = z.union([z.number().min(0).max(1e15), z.string().regex(/^\d+(\.\d{1,18})?$/)]);
const forkTime = z.union([whole(0), z.literal("never")]);
const privateKey = z.union([z.string().regex(/^0x[0-9a-fA-F]{64}$/), sealed]);

const ROLE_TEXT: Record<(typeof ACCOUNT_ROLES)[number], string> = {
  deployer: "Private key that deploys the settlement contracts and pays for them on L1.",
  batcher: "Private key that posts batches to L1.",
  proposer: "Private key that posts outputs to L1.",
  sequencer: "Private key that signs unsafe blocks.",
  feeRecipient: "Private key of the account that receives the fee vaults' withdrawals.",
  safeOwner1: "Private key of the Safe's first owner.",
  safeOwner2: "Private key of the Safe's second owner.",
  safeOwner3: "Private key of the Safe's third owner.",
  user: "Private key that pays for smoke steps on both chains and holds the test token's supply.",
  protocolDeployer:
    "Private key that deploys the protocol's contracts on both chains. It keeps no permissions afterwards.",
  guardian: "Private key that can pause the protocol and cancel governance decisions.",
  operator:
    "Private key that refills the paymaster's deposit, withdraws its earnings and confirms large price changes.",
  treasury: "Private key of the account that receives the treasury's share of emissions.",
  priceFeeder: "Private key that posts the price of TORA and updates the paymaster's price.",
  bundlerExecutor1: "Private key of an account that sends bundles of user operations.",
  bundlerExecutor2: "Private key of a second account that sends bundles, in parallel.",
  bundlerUtility: "Private key of the account that refills the bundler's executors.",
  subnets: "Private key from which the keys of the stack's miners and validators are derived.",
};

const FORK_TEXT = "When the fork activates, counted from genesis: `0` at genesis, `never` not at all.";
const KEY_FORM = "0x and 64 hexadecimal digits, set as a Pulumi secret";

const l1 = group(
  {
    kind: key(
      z.enum(["dev", "external"]),
      "`dev`: a one-node chain that the stack runs; `external`: an existing chain.",
    ),
    chainId: key(whole(1), "Chain ID of L1. Required for an external L1."),
    blockTime: key(z.number().positive().max(3600), "Time between two L1 blocks.", { unit: "seconds" }),
    confirmations: key(
      whole(1, 1000),
      "How many L1 blocks the sequencer waits before it uses an L1 block as origin and includes its deposits.",
      {
        unit: "L1 blocks",
      },
    ),
    gasLimit: key(whole(30_000_000, 1_000_000_000), "Block gas limit of a dev L1.", { unit: "gas" }),
    rpcUrl: key(z.union([z.url({ protocol: /^https?$/ }), sealed]), "RPC URL of an external L1.", {
      form: "an http or https URL",
      secret: true,
    }),
  },
  "The chain the rollup settles on.",
);

const l2 = group(
  {
    chainId: key(whole(1), "Chain ID of L2."),
    blockTime: key(whole(1, 60), "Time between two L2 blocks. Must not exceed L1's block time.", {
      unit: "seconds",
    }),
    // SystemConfig accepts no less than a block's deposits and the system transaction, and no more than 200 million.
    gasLimit: key(whole(21_000_000, 200_000_000), "Block gas limit of L2.", { unit: "gas" }),
    forks: group(
      each(FORKS, () => key(forkTime, FORK_TEXT, { unit: "seconds" })),
      "When each hardfork activates.",
    ),
    eip1559: group(
      {
        elasticity: key(whole(1, 100), "Gas limit divided by the gas target."),
        denominator: key(
          whole(1),
          "Base fee change denominator before Canyon. A larger value makes the base fee change more slowly.",
        ),
        denominatorCanyon: key(whole(1), "Base fee change denominator from Canyon on."),
      },
      "EIP-1559 parameters of the base fee.",
    ),
    maxSequencerDrift: key(
      whole(1),
      "How far L2 time may run ahead of the sequencer's L1 origin. Fixed at 1800 from Fjord on.",
      { unit: "seconds" },
    ),
    sequencerWindow: key(
      whole(10),
      "How many L1 blocks a batch has to reach L1. Later than that, its L2 blocks are derived from deposits only.",
      { unit: "L1 blocks" },
    ),
    channelTimeout: key(
      whole(10),
      "How many L1 blocks all frames of a channel have to reach L1. Fixed at 50 from Granite on.",
      { unit: "L1 blocks" },
    ),
    baseFeeScalar: key(
      whole(0, 4_294_967_295),
      "Weight of L1's base fee in the L1 fee (Ecotone), in millionths.",
    ),
    blobBaseFeeScalar: key(
      whole(0, 4_294_967_295),
      "Weight of L1's blob base fee in the L1 fee (Ecotone), in millionths.",
    ),
    minVaultWithdrawal: key(amount, "Minimum balance before a fee vault can be withdrawn.", { unit: "BNB" }),
    prefund: key(amount, "Balance of every account at genesis. Only with a dev L1.", { unit: "BNB" }),
  },
  "The rollup. Genesis fixes all of these values.",
);

const settlement = group(
  {
    finalizationPeriod: key(
      whole(1),
      "Challenge period: how long a proven withdrawal waits before it can be finalized.",
      {
        unit: "seconds",
      },
    ),
    submissionInterval: key(whole(1), "How many L2 blocks lie between two outputs.", { unit: "L2 blocks" }),
    safeThreshold: key(whole(2, 3), "How many of the Safe's three owners must sign."),
  },
  "The settlement contracts on L1.",
);

const batcher = group(
  {
    interval: key(whole(1), "How long the batcher fills a channel before it posts it, full or not.", {
      unit: "seconds",
    }),
    // geth refuses transactions past 128 KiB.
    maxSize: key(whole(1000, 120_000), "Maximum size of a batch transaction.", {
      unit: "bytes",
    }),
    compression: key(z.enum(["zlib", "brotli"]), "Channel compression. `brotli` requires Fjord."),
    batchType: key(z.enum(["singular", "span"]), "Batch encoding. `span` requires Delta."),
  },
  "How L2 blocks are posted to L1.",
);

const proposer = group(
  {
    pollInterval: key(whole(1, 3600), "How often the proposer checks whether an output is due.", {
      unit: "seconds",
    }),
    allowNonFinalized: key(
      z.boolean(),
      "Whether to propose outputs for safe L2 blocks instead of waiting until L1 finalizes them.",
    ),
  },
  "How outputs are posted to L1.",
);

const protocol = group(
  {
    enabled: key(z.boolean(), "Whether to deploy the protocol and run its services."),
    underlying: key(
      z.string().regex(/^0x[0-9a-fA-F]{40}$/),
      "The token on L1 that WTORA wraps. Without it, a test token with a transfer tax is deployed, on a dev L1 only.",
      { form: "an address" },
    ),
    price: group(
      {
        source: key(
          z.enum(["posted", "fixed"]),
          "`posted`: the price feeder posts the price to a feed with Chainlink's interface; `fixed`: the price never changes.",
        ),
        toraPerBnb: key(amount, "Price of one BNB.", { unit: "TORA" }),
        maxAge: key(whole(60, 86_400), "How long a price stays valid.", { unit: "seconds" }),
        threshold: key(
          whole(1, 10_000),
          "How much the price must change to be updated before it is half `maxAge` old.",
          {
            unit: "hundredths of a percent",
          },
        ),
        interval: key(whole(1, 3600), "How often the price feeder checks the price.", { unit: "seconds" }),
      },
      "The price of TORA that the paymaster charges.",
    ),
    paymaster: group(
      {
        fee: key(whole(100, 1000), "Fee that the paymaster adds to the cost of an operation.", {
          unit: "hundredths of a percent",
        }),
        deposit: key(amount, "The paymaster's first deposit. Refills restore it to this amount.", {
          unit: "BNB",
        }),
        minDeposit: key(amount, "The price feeder refills the deposit when it falls below this amount.", {
          unit: "BNB",
        }),
      },
      "The paymaster, which takes TORA and pays gas in BNB.",
    ),
    governance: group(
      {
        delay: key(whole(0, 30 * 86_400), "How long an approved proposal waits in the timelock.", {
          unit: "seconds",
        }),
        votingDelay: key(whole(0, 30 * 86_400), "Time between a proposal and the start of voting.", {
          unit: "seconds",
        }),
        votingPeriod: key(whole(1, 90 * 86_400), "How long voting lasts.", { unit: "seconds" }),
      },
      "Timing of the protocol's governance.",
    ),
    bundler: group(
      {
        minExecutorBalance: key(amount, "An executor is refilled when its balance falls below this amount.", {
          unit: "BNB",
        }),
        refillInterval: key(whole(1, 86_400), "How often the bundler checks its executors' balances.", {
          unit: "seconds",
        }),
      },
      "The bundler for user operations.",
    ),
  },
  "Tensora's own contracts and the services that belong to them.",
);

const accounts = group(
  {
    kind: key(
      z.enum(["dev", "keys"]),
      "`dev`: roles without a key use a well-known development key, on local stacks only; `keys`: every role needs its own key.",
    ),
    ...each(ACCOUNT_ROLES, (role) => key(privateKey, ROLE_TEXT[role], { form: KEY_FORM, secret: true })),
  },
  "One private key per role.",
);

const flags = key(
  z.array(z.string().min(1)),
  "Extra arguments, placed after the service's own so that they take precedence.",
);

const services = group(
  each(SERVICE_NAMES, (service) =>
    group(
      {
        ports: group(
          each(Object.keys(BY_NAME[service].ports), (port) =>
            key(whole(1024, 65_535), `Port \`${port}\` of ${service}.`),
          ),
          "Ports, where the default does not suit.",
        ),
        ...(BY_NAME[service].noFlags === undefined ? { flags } : {}),
        resources: group(
          {
            memoryMb: key(whole(64), "Memory limit, on runtimes that support limits.", { unit: "MiB" }),
            cpus: key(z.number().positive(), "CPU limit, on runtimes that support limits.", {
              unit: "CPUs",
            }),
          },
          "Resource limits.",
        ),
      },
      `Options of ${service}.`,
    ),
  ),
  "Options of individual services.",
);

/** Everything a stack file can say below `tensora:`. */
export const stackSchema = z.strictObject({
  l1,
  l2,
  settlement,
  batcher,
  proposer,
  protocol,
  subnets: key(
    z.array(subnetSchema),
    "The stack's AI subnets with their miners and validators. Governance creates a subnet that is added here, and retires one that is removed; stakes in a removed subnet are withdrawn.",
    { form: SUBNET_FORM },
  ),
  accounts,
  services,
  ports: key(
    z.enum(["fixed", "free"]),
    "`fixed`: the default ports; `free`: free ports, chosen once and kept with the stack.",
  ),
  smoke: group(
    {
      drills: key(
        z.boolean(),
        "Whether `up` also runs the drills, which disrupt the stack. `./tensora smoke drill/pause` runs one by name.",
      ),
    },
    "Smoke steps.",
  ),
  runtime: group(
    {
      kind: key(
        z.enum(["process", "docker", "kubernetes"]),
        "Where services run. `process`: as supervised processes on this machine; `docker`: as containers; `kubernetes`: as pods.",
      ),
      dockerHost: key(
        z.string().regex(/^(unix:\/\/\/|tcp:\/\/)\S+$/),
        "Address of the Docker daemon. It must be able to read this machine's files.",
        { form: "unix:///PATH or tcp://HOST:PORT" },
      ),
      images: key(
        z.enum(["made", "official"]),
        "`made`: build all images from this project's own programs; `official`: use the upstream projects' images where they exist, pinned to the lock file's digests.",
      ),
      imageLock: key(
        z.string().min(1),
        "A lock file to use instead of `toolchain/images.lock.yaml`, such as one for a mirror.",
        { form: "a path" },
      ),
      kubeconfig: key(z.string().min(1), "The kubeconfig file. Default: `~/.kube/config`.", {
        form: "a path",
      }),
      context: key(
        z.string().min(1),
        "The kubeconfig context to use. Required for Kubernetes: the current context is never used by itself.",
      ),
      namespace: key(
        z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/),
        "The stack's namespace. An existing namespace is used, but neither changed nor deleted.",
        { form: "a DNS label" },
      ),
      imageRegistry: key(
        z.string().regex(/^[\w.-]+(:\d+)?(\/[\w.-]+)*$/),
        "The registry that this machine pushes images to and the cluster pulls them from. Required for Kubernetes.",
        { form: "HOST[:PORT][/PATH]" },
      ),
      storageClass: key(
        z.string().min(1),
        "Storage class of the volumes. Default: the cluster's default class.",
      ),
      storageSize: key(
        z.string().regex(/^\d+(\.\d+)?[KMGT]i?$/),
        "Size of each chain's volume. It can grow later if the storage class allows it.",
        {
          form: "a quantity such as 20Gi",
        },
      ),
    },
    "Where and how services run.",
  ),
  monitoring,
  console: ownConsole,
  pages,
  listen: key(z.ipv4(), "Address that services listen on.", { form: "an IPv4 address" }),
});

/** What a stack file says, checked key by key. */
export type StackInput = z.infer<typeof stackSchema>;
