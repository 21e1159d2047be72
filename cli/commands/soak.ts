import { runSoak, type SoakOptions } from "../../tests/soak.ts";
import { EXIT, type ExitCode } from "../exit.ts";

/** Runs what takes longer than `test` may. */
export const soak = async (options: SoakOptions): Promise<ExitCode> =>
  (await runSoak(options)) ? EXIT.ok : EXIT.failed;
