/**
 * What both engines start: the Pulumi program index.ts, from its bundle, which is made anew here when a source is newer.
 * A bundle is loaded in a tenth of the time that its two hundred source files would need.
 */
import { execFileSync } from "node:child_process";

const prepare = 'root=$1; . "$root/scripts/prepare.sh"';
execFileSync("sh", ["-c", prepare, "sh", import.meta.dirname], { stdio: ["ignore", "inherit", "inherit"] });

export const { stack, l1, l2, contracts, services } = await import("./.build/program.mjs");
