import { type SoakOptions, soakAlerts, soakRuntimes } from "../../tests/soak.ts";
import { EXIT, type ExitCode } from "../exit.ts";

/** Runs what takes longer than `test` may. @param what `runtimes` or `alerts` */
export const soak = async (what: string, options: SoakOptions): Promise<ExitCode> =>
  (await (what === "alerts" ? soakAlerts() : soakRuntimes(options))) ? EXIT.ok : EXIT.failed;
