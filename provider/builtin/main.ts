/** The built-in providers for packages of others. Arguments: the package, and the engine's address at the end. */
import { serve } from "../server/serve.ts";
import { BUILTINS } from "./index.ts";

const [pkg = ""] = process.argv.slice(2);
const last = process.argv.at(-1) ?? "";
const builtin = BUILTINS[pkg];
if (!builtin) throw new Error(`there is no built-in provider for the package ${pkg}`);
void builtin().then(({ kinds, configured }) =>
  serve(kinds, /^[\w.:[\]-]+:\d+$/.test(last) ? last : "", configured ? { configured } : {}),
);
