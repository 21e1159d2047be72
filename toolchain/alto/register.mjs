// Given to node by --import before the bundler: registers the loader that amends it.
import { register } from "node:module";

register("./amend.mjs", import.meta.url);
