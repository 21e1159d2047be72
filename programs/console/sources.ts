import path from "node:path";

/** What the console's page is built from, by paths from the project's folder. */
export const PAGE_SOURCES = {
  page: path.join("programs", "console", "page"),
  /** What is built into it from elsewhere: what it shares with its server, and the packages as they are locked. */
  besides: [
    path.join("programs", "console", "state.ts"),
    path.join("spec", "services.ts"),
    "package-lock.json",
  ],
};
