/** The plugin's process. The engine passes its own address as the last argument. */
import { kinds } from "./kinds/index.ts";
import { refuseElsewhere } from "./place.ts";
import { serve } from "./server/serve.ts";

const last = process.argv.at(-1) ?? "";
void serve(kinds, /^[\w.:[\]-]+:\d+$/.test(last) ? last : "", { refuse: refuseElsewhere });
