import { runTests } from "../../tests/run.ts";
import { EXIT, type ExitCode } from "../exit.ts";

/** Runs everything there is to test, or one suite. */
export const test = async ({ only }: { only?: string }): Promise<ExitCode> =>
  (await runTests(only)) ? EXIT.ok : EXIT.failed;
