import fs from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { CONTEXT, type Layout, NET, NODE } from "./layout.ts";

/** Days: a cluster lives for the time of a test. */
const DAYS = "7";

interface Wanted {
  name: string;
  subject: string;
  usage: "serverAuth" | "clientAuth";
  alternatives?: string[];
}

const SERVER_NAMES = [
  "kubernetes",
  "kubernetes.default",
  "kubernetes.default.svc",
  "kubernetes.default.svc.cluster.local",
];

/** Who speaks to whom: Kubernetes knows users and groups by the subjects of their certificates. */
const CERTIFICATES: Wanted[] = [
  {
    name: "apiserver",
    subject: "/CN=kube-apiserver",
    usage: "serverAuth",
    alternatives: [
      ...[...SERVER_NAMES, "localhost"].map((name) => `DNS:${name}`),
      ...["127.0.0.1", NET.inside, NET.api].map((address) => `IP:${address}`),
    ],
  },
  {
    name: "kubelet-server",
    subject: `/CN=${NODE}`,
    usage: "serverAuth",
    alternatives: [`DNS:${NODE}`, `IP:${NET.inside}`, "IP:127.0.0.1"],
  },
  {
    name: "apiserver-kubelet-client",
    subject: "/O=system:masters/CN=apiserver-kubelet-client",
    usage: "clientAuth",
  },
  { name: "admin", subject: "/O=system:masters/CN=admin", usage: "clientAuth" },
  { name: "controller-manager", subject: "/CN=system:kube-controller-manager", usage: "clientAuth" },
  { name: "scheduler", subject: "/CN=system:kube-scheduler", usage: "clientAuth" },
  { name: "kube-proxy", subject: "/CN=system:kube-proxy", usage: "clientAuth" },
  { name: "kubelet", subject: `/O=system:nodes/CN=system:node:${NODE}`, usage: "clientAuth" },
  { name: "front-proxy-client", subject: "/CN=front-proxy-client", usage: "clientAuth" },
];

const USERS = ["admin", "controller-manager", "scheduler", "kube-proxy", "kubelet"];
const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/** The cluster's authority, a certificate for everyone in it, the key of service accounts, a kubeconfig a user. */
export async function makeKeys(place: Layout): Promise<void> {
  fs.mkdirSync(place.keys, { recursive: true, mode: 0o700 });
  const openssl = (...args: string[]) => execa("openssl", args, { cwd: place.keys });
  const uses = "keyUsage=critical,keyCertSign,cRLSign,digitalSignature";
  const authority = [
    "-subj",
    "/CN=tensora-test",
    "-addext",
    "basicConstraints=critical,CA:TRUE",
    "-addext",
    uses,
  ];
  await openssl(
    "req",
    "-x509",
    ...NEW_KEY,
    "-keyout",
    "ca.key",
    "-out",
    "ca.crt",
    "-days",
    DAYS,
    ...authority,
  );
  await Promise.all(CERTIFICATES.map((wanted) => certify(place.keys, wanted)));
  await openssl("genrsa", "-out", "sa.key", "2048");
  await openssl("rsa", "-in", "sa.key", "-pubout", "-out", "sa.pub");
  for (const user of USERS)
    fs.writeFileSync(place.kubeconfig(user), kubeconfig(place.keys, user), { mode: 0o600 });
}

async function certify(dir: string, { name, subject, usage, alternatives = [] }: Wanted): Promise<void> {
  const extensions = [
    "basicConstraints=CA:FALSE",
    "keyUsage=digitalSignature,keyEncipherment",
    `extendedKeyUsage=${usage}`,
    ...(alternatives.length > 0 ? [`subjectAltName=${alternatives.join(",")}`] : []),
  ];
  fs.writeFileSync(path.join(dir, `${name}.ext`), `${extensions.join("\n")}\n`);
  const request = [
    "req",
    "-new",
    ...NEW_KEY,
    "-keyout",
    `${name}.key`,
    "-out",
    `${name}.csr`,
    "-subj",
    subject,
  ];
  await execa("openssl", request, { cwd: dir });
  const serial = ["-set_serial", String(CERTIFICATES.findIndex((one) => one.name === name) + 2)];
  const signed = ["-CA", "ca.crt", "-CAkey", "ca.key", ...serial, "-days", DAYS, "-extfile", `${name}.ext`];
  await execa("openssl", ["x509", "-req", "-in", `${name}.csr`, "-out", `${name}.crt`, ...signed], {
    cwd: dir,
  });
}

const kubeconfig = (keys: string, user: string) =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: CONTEXT,
        cluster: { server: `https://${NET.inside}:6443`, "certificate-authority": path.join(keys, "ca.crt") },
      },
    ],
    users: [
      {
        name: user,
        user: {
          "client-certificate": path.join(keys, `${user}.crt`),
          "client-key": path.join(keys, `${user}.key`),
        },
      },
    ],
    contexts: [{ name: CONTEXT, context: { cluster: CONTEXT, user } }],
    "current-context": CONTEXT,
  });
