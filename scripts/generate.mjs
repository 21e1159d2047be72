// Writes anew what is generated and committed: ABIs, the configuration's schema, documents. Each such file names the command
// that writes it, which runs the test that compares it; here all of them run.
// `npx zx scripts/generate.mjs [part of a file's path]`, such as `abi`
import { $, argv, cd, echo, path } from "zx";

cd(path.join(import.meta.dirname, ".."));
const [part = ""] = argv._;

/** The tests that write, from the commands that the sources name. */
const named = await $`git grep -hoE ${"npx vitest run [a-z/.-]+ -u"} -- ${"*.ts"}`;
const tests = [...new Set(named.lines().map((command) => command.split(" ")[3]))].filter((test) =>
  test.includes(part),
);
if (tests.length === 0) throw new Error(`no generating test has "${part}" in its path`);
await $({ stdio: "inherit" })`npx vitest run ${tests} -u`;
const changed = await $`git diff --stat`;
echo(changed.text() || "nothing has changed");
