import { isLoopback } from "../defaults.ts";
import { SERVICE_NAMES, type ServiceName } from "../../spec/services.ts";
import type { Finding, Rule } from "./rule.ts";

const ports: Rule = {
  says: "All ports of a stack are different.",
  reads: ["services", "ports", "l1.kind"],
  check({ config, input }) {
    const owners = new Map<number, string>();
    const findings: Finding[] = [];
    // Ports that the stack file names come last, so that the problem is reported where it can be changed.
    for (const [path, port] of [...portPaths()].sort((a, b) => Number(named(a[0])) - Number(named(b[0])))) {
      const owner = owners.get(port);
      if (owner === undefined) owners.set(port, path);
      else
        findings.push({
          path,
          problem: `is ${port}, the same as ${owner}`,
          fix: "set another port, or set ports to free",
        });
    }
    return findings;

    function* portPaths(): Generator<[string, number]> {
      for (const service of SERVICE_NAMES) {
        for (const [name, port] of Object.entries(config.services[service].ports)) {
          yield [`services.${service}.ports.${name}`, port];
        }
      }
    }
    function named(path: string): boolean {
      const [, service, , name] = path.split(".") as [string, ServiceName, string, string];
      return input.services?.[service]?.ports?.[name] !== undefined;
    }
  },
};

/** Flags that a service's own configuration or its secrets set already. */
const NOT_AS_FLAGS = [
  {
    pattern: /^--(private-key|mnemonic|hd-path|p2p\.priv\.raw|p2p\.sequencer\.key|signer\..*|password)(=|$)/,
    problem: "would pass a secret as an argument, which all users of the machine can read",
    fix: "remove it and set the key under accounts",
  },
  {
    pattern: /^--(.+\.)?port(=|$)/,
    problem: "would listen on a port that the rest of the stack does not know",
    fix: "remove it and set the port under the service's ports",
  },
];

const flags: Rule = {
  says: "Flags set neither keys nor ports.",
  reads: ["services"],
  check({ config }) {
    const findings: Finding[] = [];
    for (const service of SERVICE_NAMES) {
      for (const flag of config.services[service].flags) {
        const refused = NOT_AS_FLAGS.find(({ pattern }) => pattern.test(flag));
        if (!refused) continue;
        const [name] = flag.split("=");
        findings.push({
          path: `services.${service}.flags`,
          problem: `${name} ${refused.problem}`,
          fix: refused.fix,
        });
      }
    }
    return findings;
  },
};

const ownLoopback: Rule = {
  says: "With Docker or Kubernetes, `l1.rpcUrl` is not a loopback address: containers cannot reach it.",
  reads: ["l1.rpcUrl", "runtime.kind"],
  check({ config: { l1, runtime } }) {
    if (runtime.kind === "process" || typeof l1.rpcUrl !== "string") return undefined;
    const { hostname } = new URL(l1.rpcUrl);
    if (hostname !== "localhost" && !isLoopback(hostname)) return undefined;
    return {
      problem: `is at ${hostname}, which means the container itself inside a container`,
      fix: "set an address that containers can reach, or set runtime.kind to process",
    };
  },
};

const cluster: Rule = {
  says: "Kubernetes needs `runtime.context` and `runtime.imageRegistry`.",
  reads: ["runtime"],
  check({ config: { runtime } }) {
    if (runtime.kind !== "kubernetes") return undefined;
    const missing = (["context", "imageRegistry"] as const).filter((name) => runtime[name] === undefined);
    return missing.map((name) => ({
      path: `runtime.${name}`,
      problem: "is missing",
      fix: CLUSTER_FIXES[name],
    }));
  },
};

const CLUSTER_FIXES = {
  context: "set one of the contexts that `kubectl config get-contexts` lists",
  imageRegistry: "set a registry that this machine can push to and the cluster can pull from",
};

const ownNamespace: Rule = {
  says: "`runtime.namespace` is neither `default` nor a name that begins with `kube-`.",
  reads: ["runtime"],
  check({ config: { runtime } }) {
    const { namespace = "" } = runtime;
    if (runtime.kind !== "kubernetes" || !/^(default$|kube-)/.test(namespace)) return undefined;
    return {
      path: "runtime.namespace",
      problem: `is ${namespace}, which is reserved for the cluster`,
      fix: "set another name, or leave it out: the stack then creates its own",
    };
  },
};

const officialImages: Rule = {
  says: "`runtime.images: official` requires Docker or Kubernetes.",
  reads: ["runtime.images", "runtime.kind"],
  check({ config: { runtime } }) {
    if (runtime.images === "made" || runtime.kind !== "process") return undefined;
    return {
      problem: "is official, but runtime.kind is process, which uses no images",
      fix: "remove it, or set runtime.kind to docker or kubernetes",
    };
  },
};

export const SERVICE_RULES: readonly Rule[] = [
  ports,
  flags,
  ownLoopback,
  cluster,
  ownNamespace,
  officialImages,
];
