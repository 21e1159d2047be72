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
const program = new Command("tensora").description("a whole Tensora from one program");

const STACK = new Option("--stack <name>", "the stack of stacks/Pulumi.<name>.yaml").default("local");
/** That the command which runs is about; undefined for one that is about none. */
let stack: string | undefined;
program.hook("preAction", (_, action) => {
  stack = action.opts<{ stack?: string }>().stack;
});
const finish = (command: Parameters<typeof end>[0]) => end(command, stack);

const JSON_DOCUMENT = new Option(
  "--json",
  "one JSON document on standard output, progress on standard error",
);
const YES = new Option("--yes", "agree ahead to what would be asked");
const SET = new Option("--set <path=value>", "a value over the stack file's, for this run; may be repeated")
  .argParser((value: string, all: string[] = []) => [...all, value])
  .default([], "none");

const REFRESH = new Option(
  "--refresh",
  "read everything back from the world first: what has drifted is shown",
);
const TARGET = new Option("--target <name>", "only this resource, by name or URN; may be repeated")
  .argParser((value: string, all: string[] = []) => [...all, value])
  .default([], "all");
const ENGINE = new Option(
  "--engine <engine>",
  "what runs the program; Pulumi's where its CLI is on the PATH",
).choices(["embedded", "pulumi"]);
/** What all runs of an engine have in common. */
const RUN = [STACK, TARGET, ENGINE, JSON_DOCUMENT];

const command = (parent: Command, usage: string, description: string, ...options: Option[]) =>
  options.reduce((made, option) => made.addOption(option), parent.command(usage).description(description));

command(
  program,
  "up",
  "set up what is missing, deploy, and prove that it works",
  ...RUN,
  SET,
  REFRESH,
  YES,
).action((options: StackOptions) => finish(import("./commands/up.ts").then(({ up }) => up(options))));
command(program, "preview", "say what `up` would do", ...RUN, SET, REFRESH)
  .option("--graph", "draw the order of services and steps instead; with --json nodes and edges")
  .action((options: PreviewOptions) =>
    finish(import("./commands/preview.ts").then(({ preview }) => preview(options))),
  );
command(program, "destroy", "stop and delete everything of a stack", ...RUN, YES).action(
  (options: StackOptions) => finish(import("./commands/destroy.ts").then(({ destroy }) => destroy(options))),
);
command(program, "refresh", "read the stack back from the world, and say what has drifted", ...RUN).action(
  (options: StackOptions) => finish(import("./commands/refresh.ts").then(({ refresh }) => refresh(options))),
);
command(program, "outputs", "endpoints, contracts and services", STACK, JSON_DOCUMENT).action(
  (options: StackOptions) => finish(import("./commands/outputs.ts").then(({ outputs }) => outputs(options))),
);
command(program, "status", "which services run, the heads of both chains, and alerts", STACK, JSON_DOCUMENT)
  .option("-w, --watch", "show it anew every second, until Ctrl-C; with --json a line each")
  .action((options: StatusOptions) =>
    finish(import("./commands/status.ts").then(({ status }) => status(options))),
  );
command(program, "logs <service>", "the log of a service, or the whole error of a step that failed", STACK)
  .option("-f, --follow", "go on with what is written from now on")
  .option("-n, --lines <count>", "how many of the last lines", wholeNumber, 50)
  .action((service: string, options: LogsOptions) =>
    finish(import("./commands/logs.ts").then(({ logs }) => logs(service, options))),
  );
command(
  program,
  "smoke [step...]",
  "run all gates again, or the named steps and drills",
  STACK,
  YES,
  JSON_DOCUMENT,
)
  .addHelpText("after", stepsHelp)
  .action((steps: string[], options: StackOptions) =>
    finish(import("./commands/smoke.ts").then(({ smoke }) => smoke(steps, options))),
  );

const inspect = program.command("inspect").description("look into what the stack has made");
command(inspect, "batch <transaction>", "decode a batch transaction of L1", STACK, JSON_DOCUMENT).action(
  (transaction: string, options: StackOptions) =>
    finish(import("./commands/inspect.ts").then((module) => module.inspect(transaction, options))),
);

const state = program.command("state").description("what is on record of a stack");
command(state, "ls", "every resource: kind, name, URN", STACK, JSON_DOCUMENT).action(
  (options: StackOptions) =>
    finish(import("./commands/state.ts").then(({ listState }) => listState(options))),
);
command(
  state,
  "show <resource>",
  "what is on record of one resource; secrets are hidden",
  STACK,
  JSON_DOCUMENT,
).action((name: string, options: StackOptions) =>
  finish(import("./commands/state.ts").then(({ showState }) => showState(name, options))),
);
command(state, "export", "the whole state as `pulumi stack export` has it; secrets stay encrypted", STACK)
  .option("--file <path>", "write it there, readable by its owner only")
  .action((options: StackOptions & { file?: string }) =>
    finish(import("./commands/state.ts").then((module) => module.exportStack(options))),
  );
command(state, "import <file>", "put an exported state in the place of the recorded one", STACK, YES).action(
  (file: string, options: StackOptions) =>
    finish(import("./commands/state.ts").then((module) => module.importStack(file, options))),
);
command(state, "repair", "mend a state file that an engine refuses", STACK, YES).action(
  (options: StackOptions) =>
    finish(import("./commands/state.ts").then((module) => module.repairStack(options))),
);

const config = program.command("config").description("the configuration of a stack");
command(config, "show", "every value in force, and where it comes from", STACK, SET, JSON_DOCUMENT).action(
  (options: StackOptions) =>
    finish(import("./commands/config.ts").then(({ showConfig }) => showConfig(options))),
);
command(config, "schema", "the JSON Schema of a stack file").action(() =>
  finish(import("./commands/config.ts").then(({ printSchema }) => printSchema())),
);
command(config, "check", "all problems of a stack file", STACK, SET, JSON_DOCUMENT).action(
  (options: StackOptions) =>
    finish(import("./commands/config.ts").then(({ checkConfig }) => checkConfig(options))),
);

command(
  program,
  "accounts",
  "who acts for each role, with keys; local stacks only",
  STACK,
  JSON_DOCUMENT,
).action((options: StackOptions) =>
  finish(import("./commands/accounts.ts").then(({ accounts }) => accounts(options))),
);
command(
  program,
  "faucet <address>",
  "give an address BNB and TORA on L2; local stacks only",
  STACK,
  JSON_DOCUMENT,
)
  .option("--bnb <amount>", "how much BNB", "1")
  .option("--tora <amount>", "how much TORA", "1000")
  .action((address: string, options: FaucetOptions) =>
    finish(import("./commands/faucet.ts").then(({ faucet }) => faucet(address, options))),
  );

const docker = program.command("docker").description("stacks in containers");
command(docker, "compose", "write the stack's containers as a file of Docker Compose", STACK)
  .option("--out <folder>", "where to; .tensora/<stack>/compose otherwise")
  .action((options: ComposeOptions) =>
    finish(import("./commands/compose.ts").then(({ compose }) => compose(options))),
  );

command(
  program,
  "dashboards",
  "write the dashboards for Grafana, and a file of Docker Compose that runs it",
  STACK,
)
  .option("--out <folder>", "where to; .tensora/<stack>/grafana otherwise")
  .option("--port <number>", "where Grafana is to listen, on loopback", wholeNumber, 3000)
  .action((options: DashboardsOptions) =>
    finish(import("./commands/dashboards.ts").then(({ dashboards }) => dashboards(options))),
  );

const subnet = program
  .command("subnet")
  .description("the AI subnets: phases, scores, incentives, bonds, emissions");
command(subnet, "ls", "all subnets, a line each", STACK, JSON_DOCUMENT).action((options: StackOptions) =>
  finish(import("./commands/subnet.ts").then(({ listSubnets }) => listSubnets(options))),
);
command(subnet, "show <name>", "one subnet with its leaderboards", STACK, JSON_DOCUMENT).action(
  (name: string, options: StackOptions) =>
    finish(import("./commands/subnet.ts").then(({ showSubnet }) => showSubnet(name, options))),
);
command(subnet, "watch <name>", "the same, again with every block", STACK, JSON_DOCUMENT)
  .option("--interval <seconds>", "how often the chain is asked", "0.5")
  .action((name: string, options: WatchOptions) =>
    finish(import("./commands/subnet.ts").then(({ watchSubnet }) => watchSubnet(name, options))),
  );

const images = program.command("images").description("official images of the programs, and their digests");
command(images, "check", "what the registries have in place of what is locked", JSON_DOCUMENT)
  .option("--file <path>", "another lock file than toolchain/images.lock.yaml")
  .action((options: ImagesOptions) =>
    finish(import("./commands/images.ts").then(({ checkImages }) => checkImages(options))),
  );
command(images, "update", "lock what the registries have now", JSON_DOCUMENT)
  .option("--file <path>", "another lock file than toolchain/images.lock.yaml")
  .action((options: ImagesOptions) =>
    finish(import("./commands/images.ts").then(({ updateImages }) => updateImages(options))),
  );

const contracts = program.command("contracts").description("the protocol's contracts");
command(
  contracts,
  "check-storage",
  "whether an upgrade to these contracts keeps storage",
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
  "what epochs and paid operations cost, as measured by the tests",
  JSON_DOCUMENT,
).action((options: { json?: boolean }) =>
  finish(import("./commands/gas.ts").then(({ gas }) => gas(options))),
);

command(
  program,
  "doctor",
  "what is installed, what is missing, and how to get it",
  STACK,
  JSON_DOCUMENT,
).action((options: StackOptions) =>
  finish(import("./commands/doctor.ts").then(({ doctor }) => doctor(options))),
);
command(program, "bench", "measure times, size and throughput on a stack of its own", JSON_DOCUMENT).action(
  (options: BenchOptions) => finish(import("./commands/bench.ts").then(({ bench }) => bench(options))),
);
command(program, "test", "format, lint, types and tests; builds what they need")
  .option("--only <suite or file>", "run one suite, or one file of tests")
  .action((options: { only?: string }) =>
    finish(import("./commands/test.ts").then(({ test }) => test(options))),
  );
command(
  program,
  "soak",
  "what takes longer than `test`: all drills and crashes on each runtime, a fault for every alert, or first runs of `up` on a busy machine; writes docs/soak.md, docs/alerts.md or docs/busy.md",
)
  .addArgument(new Argument("[what]").choices(["runtimes", "alerts", "busy"]).default("runtimes"))
  .option("--minutes <number>", "of crashes on each runtime", "10")
  .option("--runtime <kind>", "only `process`, `docker` or `kubernetes`")
  .action((what: string, options: SoakOptions) =>
    finish(import("./commands/soak.ts").then(({ soak }) => soak(what, options))),
  );

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It is no whole number.");
  return Number(text);
}

void program.parseAsync();
