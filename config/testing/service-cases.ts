import { SERVICES } from "../../spec/services.ts";
import { developmentAccount } from "../dev-accounts.ts";
import { type Case, external, forks, governed, LOCK, OWN_KEYS, price } from "./case.ts";
import { privateKey } from "./problems.ts";

const BATCHER = SERVICES.batcher.name;
const L1 = SERVICES.l1.name;

/** See validate.test.ts. */
export const SERVICE_CASES: Case[] = [
  {
    rule: "Isthmus and Jovian activate in different blocks",
    refused: [
      [forks({ isthmus: 10, jovian: 10 }), "l2.forks.jovian", "the chain would halt", "set it to 11"],
      // Two times within one block are one block.
      [
        { l1: { blockTime: 4 }, l2: { blockTime: 4, forks: { isthmus: 9, jovian: 12 } } },
        "l2.forks.jovian",
        "block 3 together",
        "set it to 16",
      ],
    ],
    accepted: [
      forks({ isthmus: 10, jovian: 11 }),
      { l1: { blockTime: 4 }, l2: { blockTime: 4, forks: { isthmus: 8, jovian: 12 } } },
      forks({ isthmus: "never", jovian: "never" }),
    ],
  },
  {
    rule: "Brotli compression requires Fjord",
    refused: [
      [
        forks({ fjord: 5, granite: 5, holocene: 5 }, { batcher: { compression: "brotli" } }),
        "batcher.compression",
        "before Fjord (after 5 s)",
        "set it to zlib",
      ],
    ],
    accepted: [{ batcher: { compression: "brotli" } }, forks({ fjord: 5, granite: 5, holocene: 5 })],
  },
  {
    rule: "Span batches require Delta",
    refused: [
      [
        forks({ delta: 5, ecotone: 5, fjord: 5, granite: 5, holocene: 5 }),
        "batcher.batchType",
        "before Delta",
        "set it to singular",
      ],
    ],
    accepted: [
      forks(
        { delta: 5, ecotone: 5, fjord: 5, granite: 5, holocene: 5 },
        { batcher: { batchType: "singular" } },
      ),
    ],
  },
  {
    rule: "If `accounts.kind` is `keys`",
    refused: [
      [
        { accounts: { ...OWN_KEYS, kind: "keys", user: undefined } },
        "accounts.user",
        "has no key",
        "pulumi config set",
      ],
    ],
    accepted: [
      { accounts: { ...OWN_KEYS, kind: "keys" } },
      { accounts: { ...OWN_KEYS, kind: "keys", user: { secure: "v1:sealed" } } },
    ],
  },
  {
    rule: "Well-known development keys are allowed",
    refused: [
      [{ listen: "0.0.0.0" }, "accounts.kind", "is dev, but the stack is not local", "listen to 127.0.0.1"],
      [{ ...external(), accounts: { kind: "dev" } }, "accounts.kind", "is dev", "your own keys"],
      [
        { ...external(), accounts: { ...OWN_KEYS, user: developmentAccount("user").key } },
        "accounts.user",
        "well-known development key",
        "create a new key",
      ],
    ],
    accepted: [{ listen: "127.0.0.2" }, { listen: "0.0.0.0", accounts: { ...OWN_KEYS } }],
  },
  {
    rule: "Every role has a different key",
    refused: [
      [
        { accounts: { ...OWN_KEYS, user: privateKey(0) } },
        "accounts.user",
        "the same key as deployer",
        "a different key",
      ],
      // A role's own key that is another role's development key.
      [
        { accounts: { user: developmentAccount("batcher").key } },
        "accounts.user",
        "the same key as batcher",
        "a different key",
      ],
    ],
    accepted: [{ accounts: { user: privateKey(0) } }],
  },
  {
    rule: "All ports of a stack are different",
    refused: [
      [
        { services: { [BATCHER]: { ports: { rpc: 8545 } } } },
        `services.${BATCHER}.ports.rpc`,
        `is 8545, the same as services.${L1}.ports.http`,
        "ports to free",
      ],
      [
        { ports: "free", services: { [BATCHER]: { ports: { rpc: 5000 } }, [L1]: { ports: { ws: 5000 } } } },
        `services.${BATCHER}.ports.rpc`,
        `is 5000, the same as services.${L1}.ports.ws`,
        "another port",
      ],
    ],
    accepted: [
      { services: { [BATCHER]: { ports: { rpc: 8544 } } } },
      { ports: "free", services: { [BATCHER]: { ports: { rpc: 8545 } } } },
      // An external L1's default ports are nobody's.
      { ...external(), services: { [BATCHER]: { ports: { rpc: 8545 } } } },
    ],
  },
  {
    rule: "With Docker or Kubernetes, `l1.rpcUrl`",
    refused: [
      [
        { ...external(), runtime: { kind: "docker" } },
        "l1.rpcUrl",
        "is at 127.0.0.1",
        "an address that containers can reach",
      ],
    ],
    accepted: [
      external(),
      { ...external({ rpcUrl: "https://l1.example.org" }), runtime: { kind: "docker" } },
    ],
  },
  {
    rule: "Kubernetes needs `runtime.context` and `runtime.imageRegistry`",
    refused: [
      [
        { runtime: { kind: "kubernetes", imageRegistry: "r" } },
        "runtime.context",
        "is missing",
        "get-contexts",
      ],
      [
        { runtime: { kind: "kubernetes", context: "c" } },
        "runtime.imageRegistry",
        "is missing",
        "a registry",
      ],
    ],
    accepted: [{ runtime: { kind: "kubernetes", context: "c", imageRegistry: "r" } }],
  },
  {
    rule: "`runtime.namespace` is neither",
    refused: ["default", "kube-system", "kube-public", "kube-node-lease", "kube-mine"].map((namespace) => [
      { runtime: { kind: "kubernetes", context: "c", imageRegistry: "r", namespace } },
      "runtime.namespace",
      `is ${namespace}, which is reserved for the cluster`,
      "set another name",
    ]),
    accepted: [
      { runtime: { kind: "kubernetes", context: "c", imageRegistry: "r", namespace: "team" } },
      { runtime: { kind: "kubernetes", context: "c", imageRegistry: "r", namespace: "defaults" } },
    ],
  },
  {
    rule: "`runtime.images: official` requires",
    refused: [
      [
        { runtime: { images: "official", imageLock: LOCK } },
        "runtime.images",
        "uses no images",
        "set runtime.kind",
      ],
    ],
    accepted: [{ runtime: { kind: "docker", images: "official", imageLock: LOCK } }],
  },
  {
    rule: "Flags set neither keys nor ports",
    refused: [
      [
        { services: { [BATCHER]: { flags: ["--private-key=0x1"] } } },
        `services.${BATCHER}.flags`,
        "--private-key would pass a secret",
        "under accounts",
      ],
      [
        { services: { [L1]: { flags: ["--http.port=1"] } } },
        `services.${L1}.flags`,
        "--http.port would listen",
        "service's ports",
      ],
    ],
    accepted: [{ services: { [BATCHER]: { flags: ["--log.level=debug", "--num-confirmations=2"] } } }],
  },
  {
    rule: "On an external L1 the protocol needs",
    refused: [
      [{ ...external(), protocol: { enabled: true } }, "protocol.underlying", "is missing", "set the token"],
    ],
    accepted: [
      external(),
      { ...external(), protocol: { enabled: true, underlying: `0x${"11".repeat(20)}` } },
    ],
  },
  {
    rule: "Unless the stack is local",
    refused: [
      [governed(external(), { delay: 172_799 }), "protocol.governance.delay", "is 172799", "172800 or more"],
    ],
    accepted: [governed(external(), { delay: 172_800 }), { protocol: { governance: { delay: 0 } } }],
  },
  {
    rule: "The price of a BNB is between",
    refused: [[price({ toraPerBnb: 999 }), "protocol.price.toraPerBnb", "is 999", "from 1000"]],
    accepted: [price({ toraPerBnb: 1000 }), price({ toraPerBnb: "1234.5" })],
  },
  {
    rule: "The price feeder checks the price",
    refused: [
      [price({ interval: 31, maxAge: 90 }), "protocol.price.interval", "valid for 90 s", "30 or less"],
    ],
    accepted: [price({ interval: 30, maxAge: 90 })],
  },
  {
    rule: "`protocol.paymaster.deposit` is above",
    refused: [
      [
        { protocol: { paymaster: { deposit: 5, minDeposit: 5 } } },
        "protocol.paymaster.deposit",
        "not above minDeposit (5)",
        "lower minDeposit",
      ],
    ],
    accepted: [{ protocol: { paymaster: { deposit: 5, minDeposit: "4.9" } } }],
  },
];
