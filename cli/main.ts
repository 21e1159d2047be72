import { Command } from "commander";
import { messageOf } from "../lib/errors.ts";
import { runTests } from "../tests/run.ts";

const program = new Command("tensora").description("a whole Tensora from one program");

program
  .command("test")
  .description("format, lint, types and tests; builds what they need")
  .option("--only <suite>", "run one suite")
  .action(async (options: { only?: string }) => {
    process.exitCode = (await runTests(options.only)) ? 0 : 1;
  });

program.parseAsync().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
