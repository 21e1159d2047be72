// Writes support/YumaDigests.sol.
import { writeFileSync } from "node:fs";
import { digestLibrary } from "./digests.ts";

writeFileSync(new URL("../support/YumaDigests.sol", import.meta.url), digestLibrary());
