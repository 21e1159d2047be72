/** What stands in for the plugins of other packages. Arguments: the package, and the engine's address at the end. */
import { serve } from "../server/serve.ts";
import { STAND_INS } from "./index.ts";

const [pkg = ""] = process.argv.slice(2);
const last = process.argv.at(-1) ?? "";
const standIn = STAND_INS[pkg];
if (!standIn) throw new Error(`nothing stands in for the package ${pkg}`);
void standIn().then(({ kinds, configured }) =>
  serve(kinds, /^[\w.:[\]-]+:\d+$/.test(last) ? last : "", configured ? { configured } : {}),
);
