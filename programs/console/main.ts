/** Shows a stack in the browser: a page of its own, live, from the machine that the stack is run from. */
import pino from "pino";
import { isHex, size } from "viem";
import { ConfigError, messageOf, TensoraError } from "../../lib/errors.ts";
import { Faucet } from "./faucet.ts";
import { Feed } from "./feed.ts";
import { infoOf } from "./info.ts";
import { pageFiles } from "./page-files.ts";
import { readersOf } from "./readers/index.ts";
import { ConsoleServer } from "./server.ts";
import { type Settings, settingsSchema } from "./settings.ts";

/** Both may hold secrets: the URL of an L1, and a key. So they come by the environment, and no child inherits them. */
const { CONSOLE_SETTINGS, FAUCET_KEY } = process.env;
delete process.env.CONSOLE_SETTINGS;
delete process.env.FAUCET_KEY;

const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime });

function settingsOf(text = "{}"): Settings {
  const result = settingsSchema.safeParse(parsed(text));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => ({
    path: path.join("."),
    problem: message,
    fix: "see programs/console/settings.ts",
  }));
  throw new ConfigError(problems, "CONSOLE_SETTINGS");
}

/** The parser's own error would quote what may be secret. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TensoraError("the settings are not valid JSON", { where: "CONSOLE_SETTINGS" });
  }
}

/** A faucet is for local stacks only, whoever has a key. */
function faucetOf({ local, l2, contracts }: Settings): Faucet | undefined {
  if (!local || FAUCET_KEY === undefined) return undefined;
  if (!isHex(FAUCET_KEY) || size(FAUCET_KEY) !== 32)
    throw new TensoraError("the faucet's key is not a valid private key", { where: "FAUCET_KEY" });
  return new Faucet(l2, FAUCET_KEY, contracts.l2.ToraToken);
}

async function main(): Promise<void> {
  const settings = settingsOf(CONSOLE_SETTINGS);
  const faucet = faucetOf(settings);
  const readers = readersOf(settings);
  const server = new ConsoleServer({
    settings,
    info: infoOf(
      settings,
      readers.map(({ panel }) => panel),
      faucet !== undefined,
    ),
    feed: new Feed(readers),
    files: await pageFiles(settings.page),
    faucet,
  });
  const port = await server.listen();
  log.info({ port }, `http://${settings.listen}:${port}`);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => server.close());
}

main().catch((error) => {
  log.fatal(messageOf(error));
  process.exitCode = 1;
});
