import fs from "node:fs";
import path from "node:path";
import type { ProcessIdentity } from "../identity.ts";
import type { Descriptor, ExitInfo } from "../protocol.ts";
import { writeDurably } from "../store.ts";
import { exitOf, halt, start } from "./processes.ts";

/** In the durable folder: how far the init has come. Files that begin like it are not the service's. */
const OWN = ".tensora";
const MARKER = `${OWN}-init.json`;
/** Seconds after which an init is taken for stuck. */
const DEADLINE = 600;

interface Marker {
  state: "begun" | "done";
}

/**
 * Runs a service's init unless it has been done. One that was interrupted is done again in an emptied folder; a
 * folder that was filled by somebody else is left as it is.
 * @param onStarted is given the process, for whoever cannot wait for its end
 * @returns how the init failed, or undefined
 */
export async function initialise(
  dir: string,
  descriptor: Descriptor,
  onStarted: (init: ProcessIdentity) => void,
): Promise<ExitInfo | undefined> {
  if (!descriptor.init) return undefined;
  const file = path.join(descriptor.data, MARKER);
  const state = readMarker(file)?.state;
  if (state === "done") return undefined;
  if (state === "begun") empty(descriptor.data);
  writeDurably(file, { state: "begun" } satisfies Marker);
  const exit = await runInit(dir, descriptor, onStarted);
  if (exit.code !== 0) return exit;
  writeDurably(file, { state: "done" } satisfies Marker);
  return undefined;
}

async function runInit(
  dir: string,
  descriptor: Descriptor,
  onStarted: (init: ProcessIdentity) => void,
): Promise<ExitInfo> {
  const started = await start(dir, descriptor, "init", onStarted);
  if (!("identity" in started)) return started;
  let stuck = false;
  const timer = setTimeout(() => {
    stuck = true;
    void halt(started, { ...descriptor.stop, grace: 1 });
  }, DEADLINE * 1000);
  const exit = await started.ended;
  clearTimeout(timer);
  return stuck ? exitOf("init", exit.code, exit.signal, `did not end within ${DEADLINE} s`) : exit;
}

function readMarker(file: string): Marker | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as Marker;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function empty(folder: string): void {
  for (const name of fs.readdirSync(folder)) {
    if (!name.startsWith(OWN)) fs.rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}
