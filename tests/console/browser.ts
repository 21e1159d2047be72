import fs from "node:fs";
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { installPackages } from "../../toolchain/debian.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** A name of another server, which leads to this machine. */
export const FOREIGN = "evil.test";

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** The Chromium of this machine, or Debian's, which is installed then. @throws TensoraError when it can't be */
export async function launch(): Promise<Browser> {
  if (chromiumFile() === undefined) await installPackages("Chromium", "chromium", "fonts-liberation");
  const executablePath = chromiumFile();
  if (executablePath === undefined) throw new Error("the package chromium has no program of its name");
  // Its sandbox can't be had by root, nor in most containers; it sees pages of this project only.
  const args = ["--no-sandbox", `--host-resolver-rules=MAP ${FOREIGN} 127.0.0.1`];
  return chromium.launch({ executablePath, args });
}

function chromiumFile(): string | undefined {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(fs.existsSync);
}

/** A page, what it asked for, and what went wrong in it. */
export interface Watched {
  page: Page;
  context: BrowserContext;
  requests: string[];
  /** Errors of scripts, and what the policy refused. */
  problems: string[];
}

export async function open(
  browser: Browser,
  url: string,
  options: { viewport?: typeof DESKTOP; colorScheme?: "light" | "dark" } = {},
): Promise<Watched> {
  const context = await browser.newContext({ viewport: DESKTOP, ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const watched: Watched = { page, context, requests: [], problems: [] };
  page.on("request", (request) => watched.requests.push(request.url()));
  page.on("pageerror", (error) => watched.problems.push(error.message));
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) watched.problems.push(message.text());
  });
  await page.goto(url);
  return watched;
}

/** What axe finds against the rules of WCAG 2.2 A and AA, and its good practices: a line for each place. */
export async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
