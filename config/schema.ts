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
  deployer: "Private key that deploys the settlement contracts and pays for it on L1.",
  batcher: "Private key that posts batches to L1.",
  proposer: "Private key that posts outputs to L1.",
  sequencer: "Private key that signs unsafe blocks.",
  feeRecipient: "Private key of the account that fee vaults pay to.",
  safeOwner1: "Private key of the Safe's first owner.",
  safeOwner2: "Private key of the Safe's second owner.",
  safeOwner3: "Private key of the Safe's third owner.",
  user: "Private key that pays for smoke steps on both chains, and holds the taxed stand-in's supply.",
  protocolDeployer: "Private key that deploys the protocol's contracts on both chains, and keeps no power.",
  guardian: "Private key that may pause the protocol and cancel decisions of governance.",
  operator:
    "Private key that fills up the paymaster's deposit, takes its earnings and confirms great moves of the price.",
  treasury: "Private key of the account that gets the treasury's share of emissions.",
  priceFeeder: "Private key that posts the price of TORA and has the paymaster take it over.",
  bundlerExecutor1: "Private key that sends bundles of user operations.",
  bundlerExecutor2: "Another private key that sends bundles, at the same time.",
  bundlerUtility: "Private key of the account that refills the bundler's executors.",
  subnets: "Private key from which those of the stack's miners and validators are derived.",
};

const FORK_TEXT = "Seconds after genesis at which the fork is active: 0 at genesis, `never` for not at all.";
const KEY_FORM = "0x and 64 hexadecimal digits, set as a Pulumi secret";

const l1 = group(
  {
    kind: key(
      z.enum(["dev", "external"]),
      "`dev`: a durable one-node chain of this stack; `external`: a chain that runs already.",
    ),
    chainId: key(whole(1), "L1's chain id; an external L1 needs it."),
    blockTime: key(z.number().positive().max(3600), "Time between two L1 blocks.", { unit: "seconds" }),
    confirmations: key(
      whole(1, 1000),
      "Blocks after which the sequencer takes an L1 block as origin, and with it its deposits.",
      {
        unit: "L1 blocks",
      },
    ),
    gasLimit: key(whole(30_000_000, 1_000_000_000), "Gas limit of a dev L1's blocks.", { unit: "gas" }),
    rpcUrl: key(z.union([z.url({ protocol: /^https?$/ }), sealed]), "RPC URL of an external L1.", {
      form: "an http or https URL",
      secret: true,
    }),
  },
  "The chain that the rollup settles on.",
);

const l2 = group(
  {
    chainId: key(whole(1), "L2's chain id."),
    blockTime: key(whole(1, 60), "Time between two L2 blocks; at most L1's.", { unit: "seconds" }),
    // SystemConfig accepts no less than a block's deposits and the system transaction, and no more than 200 million.
    gasLimit: key(whole(21_000_000, 200_000_000), "Gas limit of L2 blocks.", { unit: "gas" }),
    forks: group(
      each(FORKS, () => key(forkTime, FORK_TEXT, { unit: "seconds" })),
      "The hardfork schedule.",
    ),
    eip1559: group(
      {
        elasticity: key(whole(1, 100), "Gas limit divided by gas target."),
        denominator: key(
          whole(1),
          "Greatest change of the base fee between two blocks, as a divisor, before Canyon.",
        ),
        denominatorCanyon: key(whole(1), "The same from Canyon on."),
      },
      "How the base fee moves.",
    ),
    maxSequencerDrift: key(
      whole(1),
      "How far the sequencer may run ahead of its L1 origin; from Fjord on the protocol fixes it at 1800.",
      { unit: "seconds" },
    ),
    sequencerWindow: key(
      whole(10),
      "L1 blocks within which a batch must land before its blocks are derived from deposits alone.",
      { unit: "L1 blocks" },
    ),
    channelTimeout: key(
      whole(10),
      "L1 blocks within which all frames of a channel must land; from Granite on the protocol fixes it at 50.",
      { unit: "L1 blocks" },
    ),
    baseFeeScalar: key(
      whole(0, 4_294_967_295),
      "Share of L1's base fee in the Ecotone L1 fee, in millionths.",
    ),
    blobBaseFeeScalar: key(
      whole(0, 4_294_967_295),
      "Share of L1's blob base fee in the Ecotone L1 fee, in millionths.",
    ),
    minVaultWithdrawal: key(amount, "The smallest balance that a fee vault withdraws.", { unit: "BNB" }),
    prefund: key(amount, "Given to every role at genesis; on a dev L1 only.", { unit: "BNB" }),
  },
  "The rollup. All of it is fixed by genesis.",
);

const settlement = group(
  {
    finalizationPeriod: key(whole(1), "Challenge period between an output and the withdrawals it proves.", {
      unit: "seconds",
    }),
    submissionInterval: key(whole(1), "L2 blocks between two outputs.", { unit: "L2 blocks" }),
    safeThreshold: key(whole(2, 3), "Owners of the guardian Safe, of three, that must sign."),
  },
  "The contracts on L1.",
);

const batcher = group(
  {
    interval: key(whole(1), "Time after which an open channel is posted, full or not.", { unit: "seconds" }),
    // geth refuses transactions past 128 KiB.
    maxSize: key(whole(1000, 120_000), "Size of a batch transaction that is posted at once.", {
      unit: "bytes",
    }),
    compression: key(z.enum(["zlib", "brotli"]), "Compression of channels; `brotli` from Fjord on."),
    batchType: key(z.enum(["singular", "span"]), "Encoding of batches; `span` from Delta on."),
  },
  "How L2 blocks get to L1.",
);

const proposer = group(
  {
    pollInterval: key(whole(1, 3600), "Time between two looks for an output that is due.", {
      unit: "seconds",
    }),
    allowNonFinalized: key(z.boolean(), "Propose from the safe head instead of waiting for L1's finality."),
  },
  "How outputs get to L1.",
);

const protocol = group(
  {
    enabled: key(z.boolean(), "Whether the protocol is deployed and its services run."),
    underlying: key(
      z.string().regex(/^0x[0-9a-fA-F]{40}$/),
      "The token on L1 that WTORA wraps; without one a taxed stand-in is deployed, on a dev L1 only.",
      { form: "an address" },
    ),
    price: group(
      {
        source: key(
          z.enum(["posted", "fixed"]),
          "`posted`: the price feeder posts the price to a feed of Chainlink's interface; `fixed`: one price for ever.",
        ),
        toraPerBnb: key(amount, "The price of one BNB.", { unit: "TORA" }),
        maxAge: key(whole(60, 86_400), "How long a price is good for.", { unit: "seconds" }),
        threshold: key(whole(1, 10_000), "How far the price must move to be updated before its time.", {
          unit: "hundredths of a percent",
        }),
        interval: key(whole(1, 3600), "Time between two looks of the price feeder.", { unit: "seconds" }),
      },
      "The price of TORA that the paymaster charges by.",
    ),
    paymaster: group(
      {
        fee: key(whole(100, 1000), "What is charged on top of an operation's cost.", {
          unit: "hundredths of a percent",
        }),
        deposit: key(amount, "What operations are paid from at first, and what the keeper fills it up to.", {
          unit: "BNB",
        }),
        minDeposit: key(amount, "The deposit below which the keeper fills it up.", { unit: "BNB" }),
      },
      "The paymaster that takes TORA and pays BNB.",
    ),
    governance: group(
      {
        delay: key(whole(0, 30 * 86_400), "How long a decision waits in the timelock.", { unit: "seconds" }),
        votingDelay: key(whole(0, 30 * 86_400), "Time from a proposal to the votes on it.", {
          unit: "seconds",
        }),
        votingPeriod: key(whole(1, 90 * 86_400), "How long is voted.", { unit: "seconds" }),
      },
      "Who decides on the protocol, and how soon.",
    ),
    bundler: group(
      {
        minExecutorBalance: key(amount, "The balance below which an executor is refilled.", { unit: "BNB" }),
        refillInterval: key(whole(1, 86_400), "Time between two looks at the executors' balances.", {
          unit: "seconds",
        }),
      },
      "The bundler of user operations.",
    ),
  },
  "Tensora's own contracts, and what runs beside them.",
);

const accounts = group(
  {
    kind: key(
      z.enum(["dev", "keys"]),
      "`dev`: roles without a key take a well-known development key, on local stacks only; `keys`: every role has its own.",
    ),
    ...each(ACCOUNT_ROLES, (role) => key(privateKey, ROLE_TEXT[role], { form: KEY_FORM, secret: true })),
  },
  "A private key for each role.",
);

const flags = key(z.array(z.string().min(1)), "Arguments put after the service's own, so that they win.");

const services = group(
  each(SERVICE_NAMES, (service) =>
    group(
      {
        ports: group(
          each(Object.keys(BY_NAME[service].ports), (port) =>
            key(whole(1024, 65_535), `Port \`${port}\` of ${service}.`),
          ),
          "Ports, where the default is in the way.",
        ),
        ...(BY_NAME[service].noFlags === undefined ? { flags } : {}),
        resources: group(
          {
            memoryMb: key(whole(64), "Memory limit, where the runtime has limits.", { unit: "MiB" }),
            cpus: key(z.number().positive(), "Processor limit, where the runtime has limits.", {
              unit: "CPUs",
            }),
          },
          "Limits.",
        ),
      },
      `Options of ${service}.`,
    ),
  ),
  "Options of single services.",
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
    "The AI subnets of the stack, with their miners and validators. A subnet that is not there is made by governance; one that is taken out is drained.",
    { form: SUBNET_FORM },
  ),
  accounts,
  services,
  ports: key(
    z.enum(["fixed", "free"]),
    "`fixed`: the default ports; `free`: free ones, picked once and kept with the stack.",
  ),
  smoke: group(
    {
      drills: key(
        z.boolean(),
        "Whether `up` runs the disruptive smoke steps, too; `./tensora smoke drill/pause` runs one by name.",
      ),
    },
    "Smoke steps.",
  ),
  runtime: group(
    {
      kind: key(
        z.enum(["process", "docker", "kubernetes"]),
        "Where services run: `process`: as supervised processes of this machine; `docker`: as containers; `kubernetes`: as pods.",
      ),
      dockerHost: key(
        z.string().regex(/^(unix:\/\/\/|tcp:\/\/)\S+$/),
        "The Docker daemon, which must see this machine's files.",
        { form: "unix:///PATH or tcp://HOST:PORT" },
      ),
      images: key(
        z.enum(["made", "official"]),
        "`made`: images are made here of the programs that this project builds; `official`: of the projects' own images, where they publish one, by the digests of the lock file.",
      ),
      imageLock: key(
        z.string().min(1),
        "Another lock file of official images than `toolchain/images.lock.yaml`, such as one of a mirror.",
        { form: "a path" },
      ),
      kubeconfig: key(
        z.string().min(1),
        "The file that says how clusters are reached; `~/.kube/config` otherwise.",
        {
          form: "a path",
        },
      ),
      context: key(
        z.string().min(1),
        "The context of the kubeconfig that the stack may use: none is taken by itself.",
      ),
      namespace: key(
        z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/),
        "The stack's namespace. One that is there already is used, but neither changed nor deleted.",
        { form: "a DNS label" },
      ),
      imageRegistry: key(
        z.string().regex(/^[\w.-]+(:\d+)?(\/[\w.-]+)*$/),
        "Where images that are made here are pushed to, and the cluster pulls them from.",
        { form: "HOST[:PORT][/PATH]" },
      ),
      storageClass: key(
        z.string().min(1),
        "The class of the chains' volumes; the cluster's default otherwise.",
      ),
      storageSize: key(z.string().regex(/^\d+(\.\d+)?[KMGT]i?$/), "How large a chain's volume is.", {
        form: "a quantity such as 20Gi",
      }),
    },
    "What runs the services.",
  ),
  monitoring,
  console: ownConsole,
  pages,
  listen: key(z.ipv4(), "The address that services listen on.", { form: "an IPv4 address" }),
});

/** What a stack file says, checked key by key. */
export type StackInput = z.infer<typeof stackSchema>;
