// Makes a release of what is committed: the whole test suite, the version in package.json, the changelog's heading, a commit and
// a tag. Nothing is pushed. `npx zx scripts/release.mjs 0.2.0`
import { $, argv, cd, echo, fs, path } from "zx";

cd(path.join(import.meta.dirname, ".."));
const version = String(argv._[0] ?? "");
const fail = (reason) => {
  throw new Error(reason);
};

if (!/^\d+\.\d+\.\d+$/.test(version)) fail("give a version, such as 0.2.0");
if ((await $`git status --porcelain`).text() !== "") fail("commit or stash your changes first");
if ((await $`git tag --list ${`v${version}`}`).text() !== "") fail(`release ${version} already exists`);

const HEADING = "## Unreleased\n";
const changelog = await fs.readFile("CHANGELOG.md", "utf8");
const [before, after] = changelog.split(HEADING);
if (!after?.trim().startsWith("-")) fail("CHANGELOG.md has no unreleased changes");

await $({ stdio: "inherit" })`./tensora test`;

const today = new Date().toISOString().slice(0, 10);
await fs.writeFile("CHANGELOG.md", `${before}${HEADING}\n## ${version} (${today})\n${after}`);
await $`npm version ${version} --no-git-tag-version`;
await $`git commit --all --message ${`Release ${version}`}`;
await $`git tag --annotate ${`v${version}`} --message ${`Release ${version}`}`;
echo(`v${version} is tagged; push it with: git push --follow-tags`);
