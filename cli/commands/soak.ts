import { type SoakOptions, soakAlerts, soakBusy, soakRuntimes } from "../../tests/soak.ts";
import { EXIT, type ExitCode } from "../exit.ts";

const SOAKS: Readonly<Record<string, (options: SoakOptions) => Promise<boolean>>> = {
  runtimes: soakRuntimes,
  alerts: soakAlerts,
  busy: soakBusy,
};

/** Runs what takes longer than `test` may. @param what `runtimes`, `alerts` or `busy` */
export const soak = async (what: string, options: SoakOptions): Promise<ExitCode> =>
  (await SOAKS[what]?.(options)) ? EXIT.ok : EXIT.failed;
