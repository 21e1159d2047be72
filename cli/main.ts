import { Argument, Command, InvalidArgumentError, Option } from "commander";
import type { BenchOptions } from "./commands/bench.ts";
import type { ComposeOptions } from "./commands/compose.ts";
import type { DashboardsOptions } from "./commands/dashboards.ts";
import type { CheckStorageOptions } from "./commands/contracts.ts";
import type { FaucetOptions } from "./commands/faucet.ts";
import type { ImagesOptions } from "./commands/images.ts";
import type { SoakOptions } from "../tests/soak.ts";
import type { StatusOptions } from "./commands/status.ts";
import type { WatchOptions } from "./commands/subnet.ts";
import type { PreviewOptions } from "./commands/preview.ts";
import type { LogsOptions } from "./commands/logs.ts";
import { finish as end } from "./finish.ts";
import type { StackOptions } from "./request.ts";
import { stepsHelp } from "./smoke/help.ts";

/** What the command line offers. The code of a command is loaded when it is called. */
const program = new Command("tensora").description("run a whole Tensora devnet from one program");

const STACK = new Option("--stack <name>", "stack to use: stacks/Pulumi.<name>.yaml").default("local");
/** That the command which runs is about; undefined for one that is about none. */
let stack: string | undefined;
program.hook("preAction", (_, action) => {
  stack = action.opts<{ stack?: string }>().stack;
});
const finish = (command: Parameters<typeof end>[0]) => end(command, stack);

const JSON_DOCUMENT = new Option("--json", "print one JSON document to stdout and progress to stderr");
const YES = new Option("--yes", "answer yes to all questions");
const SET = new Option("--set <path=value>", "override a value of the stack file for this run; repeatable")
  .argParser((value: string, all: string[] = []) => [...all, value])
  .default([], "none");

const REFRESH = new Option("--refresh", "read the actual state of all resources first and show drift");
const TARGET = new Option("--target <name>", "limit the run to this resource (name or URN); repeatable")
  .argParser((value: string, all: string[] = []) => [...all, value])
  .default([], "all");
const ENGINE = new Option(
  "--engine <engine>",
  "engine to use; default: pulumi if its CLI is on the PATH",
).choices(["embedded", "pulumi"]);
/** What all runs of an engine have in common. */
const RUN = [STACK, TARGET, ENGINE, JSON_DOCUMENT];

const command = (parent: Command, usage: string, description: string, ...options: Option[]) =>
  options.reduce((made, option) => made.addOption(option), parent.command(usage).description(description));

command(
  program,
  "up",
  "set up what is missing, deploy the stack, and check that it works",
  ...RUN,
  SET,
  REFRESH,
  YES,
).action((options: StackOptions) => finish(import("./commands/up.ts").then(({ up }) => up(options))));
command(program, "preview", "show what `up` would do", ...RUN, SET, REFRESH)
  .option("--graph", "draw the order of services and steps instead; with --json, print nodes and edges")
  .action((options: PreviewOptions) =>
    finish(import("./commands/preview.ts").then(({ preview }) => preview(options))),
  );
command(program, "destroy", "stop a stack and delete everything that belongs to it", ...RUN, YES).action(
  (options: StackOptions) => finish(import("./commands/destroy.ts").then(({ destroy }) => destroy(options))),
);
command(program, "refresh", "read the actual state of the stack and show drift", ...RUN).action(
  (options: StackOptions) => finish(import("./commands/refresh.ts").then(({ refresh }) => refresh(options))),
);
command(program, "outputs", "show endpoints, contracts and services", STACK, JSON_DOCUMENT).action(
  (options: StackOptions) => finish(import("./commands/outputs.ts").then(({ outputs }) => outputs(options))),
);
command(program, "status", "show services, the heads of both chains, and alerts", STACK, JSON_DOCUMENT)
  .option("-w, --watch", "refresh every second until Ctrl-C; with --json, one line each time")
  .action((options: StatusOptions) =>
    finish(import("./commands/status.ts").then(({ status }) => status(options))),
  );
command(program, "logs <service>", "show the log of a service, or the full error of a failed step", STACK)
  .option("-f, --follow", "keep printing new lines")
  .option("-n, --lines <count>", "number of lines to show", wholeNumber, 50)
  .action((service: string, options: LogsOptions) =>
    finish(import("./commands/logs.ts").then(({ logs }) => logs(service, options))),
  );
command(
  program,
  "smoke [step...]",
  "run all gates again, or the given steps and drills",
  STACK,
  YES,
  JSON_DOCUMENT,
)
  .addHelpText("after", stepsHelp)
  .action((steps: string[], options: StackOptions) =>
    finish(import("./commands/smoke.ts").then(({ smoke }) => smoke(steps, options))),
  );

const inspect = program.command("inspect").description("examine what the stack has produced");
command(inspect, "batch <transaction>", "decode a batch transaction on L1", STACK, JSON_DOCUMENT).action(
  (transaction: string, options: StackOptions) =>
    finish(import("./commands/inspect.ts").then((module) => module.inspect(transaction, options))),
);

const state = program.command("state").description("show and change a stack's recorded state");
command(state, "ls", "list all resources: kind, name, URN", STACK, JSON_DOCUMENT).action(
  (options: StackOptions) =>
    finish(import("./commands/state.ts").then(({ listState }) => listState(options))),
);
command(
  state,
  "show <resource>",
  "show the recorded state of one resource; secrets are hidden",
  STACK,
  JSON_DOCUMENT,
).action((name: string, options: StackOptions) =>
  finish(import("./commands/state.ts").then(({ showState }) => showState(name, options))),
);
command(
  state,
  "export",
  "print the whole state in the format of `pulumi stack export`; secrets stay encrypted",
  STACK,
)
  .option("--file <path>", "write to this file, with mode 0600")
  .action((options: StackOptions & { file?: string }) =>
    finish(import("./commands/state.ts").then((module) => module.exportStack(options))),
  );
command(state, "import <file>", "replace the recorded state with an exported one", STACK, YES).action(
  (file: string, options: StackOptions) =>
    finish(import("./commands/state.ts").then((module) => module.importStack(file, options))),
);
command(state, "repair", "repair a state file that an engine refuses", STACK, YES).action(
  (options: StackOptions) =>
    finish(import("./commands/state.ts").then((module) => module.repairStack(options))),
);

const config = program.command("config").description("show and check a stack's configuration");
command(
  config,
  "show",
  "show all effective values and where each comes from",
  STACK,
  SET,
  JSON_DOCUMENT,
).action((options: StackOptions) =>
  finish(import("./commands/config.ts").then(({ showConfig }) => showConfig(options))),
);
command(config, "schema", "print the JSON Schema of a stack file").action(() =>
  finish(import("./commands/config.ts").then(({ printSchema }) => printSchema())),
);
command(config, "check", "show all problems of a stack file", STACK, SET, JSON_DOCUMENT).action(
  (options: StackOptions) =>
    finish(import("./commands/config.ts").then(({ checkConfig }) => checkConfig(options))),
);

command(
  program,
  "accounts",
  "show the account of each role with its private key; local stacks only",
  STACK,
  JSON_DOCUMENT,
).action((options: StackOptions) =>
  finish(import("./commands/accounts.ts").then(({ accounts }) => accounts(options))),
);
command(
  program,
  "faucet <address>",
  "send BNB and TORA to an address on L2; local stacks only",
  STACK,
  JSON_DOCUMENT,
)
  .option("--bnb <amount>", "amount of BNB", "1")
  .option("--tora <amount>", "amount of TORA", "1000")
  .action((address: string, options: FaucetOptions) =>
    finish(import("./commands/faucet.ts").then(({ faucet }) => faucet(address, options))),
  );

const docker = program.command("docker").description("commands for stacks in containers");
command(docker, "compose", "write a Docker Compose file with the stack's containers", STACK)
  .option("--out <folder>", "output folder; default: .tensora/<stack>/compose")
  .action((options: ComposeOptions) =>
    finish(import("./commands/compose.ts").then(({ compose }) => compose(options))),
  );

command(program, "dashboards", "write Grafana dashboards and a Docker Compose file that runs Grafana", STACK)
  .option("--out <folder>", "output folder; default: .tensora/<stack>/grafana")
  .option("--port <number>", "Grafana's port, on loopback", wholeNumber, 3000)
  .action((options: DashboardsOptions) =>
    finish(import("./commands/dashboards.ts").then(({ dashboards }) => dashboards(options))),
  );

const subnet = program
  .command("subnet")
  .description("show AI subnets: phases, scores, incentives, bonds, emissions");
command(subnet, "ls", "list all subnets", STACK, JSON_DOCUMENT).action((options: StackOptions) =>
  finish(import("./commands/subnet.ts").then(({ listSubnets }) => listSubnets(options))),
);
command(subnet, "show <name>", "show one subnet with its leaderboards", STACK, JSON_DOCUMENT).action(
  (name: string, options: StackOptions) =>
    finish(import("./commands/subnet.ts").then(({ showSubnet }) => showSubnet(name, options))),
);
command(subnet, "watch <name>", "show one subnet, updated with every block", STACK, JSON_DOCUMENT)
  .option("--interval <seconds>", "how often to query the chain", "0.5")
  .action((name: string, options: WatchOptions) =>
    finish(import("./commands/subnet.ts").then(({ watchSubnet }) => watchSubnet(name, options))),
  );

const images = program.command("images").description("check and update the digests of official images");
command(images, "check", "compare the lock file with the registries", JSON_DOCUMENT)
  .option("--file <path>", "lock file; default: toolchain/images.lock.yaml")
  .action((options: ImagesOptions) =>
    finish(import("./commands/images.ts").then(({ checkImages }) => checkImages(options))),
  );
command(images, "update", "write the registries' current digests to the lock file", JSON_DOCUMENT)
  .option("--file <path>", "lock file; default: toolchain/images.lock.yaml")
  .action((options: ImagesOptions) =>
    finish(import("./commands/images.ts").then(({ updateImages }) => updateImages(options))),
  );

const contracts = program.command("contracts").description("commands for the protocol's contracts");
command(
  contracts,
  "check-storage",
  "check whether an upgrade to these contracts is storage-compatible",
  STACK,
  JSON_DOCUMENT,
)
  .requiredOption("--against <what>", "a commit, tag or branch, or `deployed`")
  .action((options: CheckStorageOptions) =>
    finish(import("./commands/contracts.ts").then(({ checkStorage }) => checkStorage(options))),
  );
command(
  contracts,
  "gas",
  "show the gas cost of epochs and paid operations, as measured by the tests",
  JSON_DOCUMENT,
).action((options: { json?: boolean }) =>
  finish(import("./commands/gas.ts").then(({ gas }) => gas(options))),
);

command(
  program,
  "doctor",
  "show what is installed, what is missing, and how to get it",
  STACK,
  JSON_DOCUMENT,
).action((options: StackOptions) =>
  finish(import("./commands/doctor.ts").then(({ doctor }) => doctor(options))),
);
command(program, "bench", "measure times, size and throughput on a separate stack", JSON_DOCUMENT).action(
  (options: BenchOptions) => finish(import("./commands/bench.ts").then(({ bench }) => bench(options))),
);
command(program, "test", "check format, lint and types, and run all tests; builds what they need")
  .option("--only <suite or file>", "run only this suite, or one file of tests")
  .action((options: { only?: string }) =>
    finish(import("./commands/test.ts").then(({ test }) => test(options))),
  );
command(
  program,
  "soak",
  "run long tests: all drills and crashes on each runtime, a fault for every alert, or first runs of `up` on a busy machine; writes docs/soak.md, docs/alerts.md or docs/busy.md",
)
  .addArgument(new Argument("[what]").choices(["runtimes", "alerts", "busy"]).default("runtimes"))
  .option("--minutes <number>", "how long to crash services on each runtime", "10")
  .option("--runtime <kind>", "limit the run to `process`, `docker` or `kubernetes`")
  .action((what: string, options: SoakOptions) =>
    finish(import("./commands/soak.ts").then(({ soak }) => soak(what, options))),
  );

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("Must be a whole number.");
  return Number(text);
}

void program.parseAsync();
