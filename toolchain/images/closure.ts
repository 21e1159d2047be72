import fs from "node:fs";
import path from "node:path";
import { projectRoot } from "../../lib/root.ts";
import { PLACES } from "./places.ts";

/** A package's folder here, and where it lies in an image. */
export interface PackageFolder {
  from: string;
  to: string;
}

interface Manifest {
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/**
 * Packages and all that they need, found as node finds them. What lies inside another one's folder comes with it.
 * @param names of packages of this project
 */
export function closureOf(names: readonly string[]): PackageFolder[] {
  const top = path.join(projectRoot(), "node_modules");
  const found = new Map<string, PackageFolder>();
  const visit = (name: string, from: string) => {
    const folder = resolved(name, from);
    if (folder === undefined || found.has(folder)) return;
    // One in another's own node_modules is copied with that one.
    const own = path.dirname(folder.slice(0, folder.length - name.length)) === projectRoot();
    if (own) found.set(folder, { from: folder, to: `${PLACES.app}/node_modules/${name}` });
    const manifest = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")) as Manifest;
    for (const needed of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))
      visit(needed, folder);
  };
  for (const name of names) visit(name, path.dirname(top));
  return [...found.values()].sort((a, b) => (a.to < b.to ? -1 : 1));
}

/** The folder of a package as it is seen from another one; undefined for an optional peer that is not there. */
function resolved(name: string, from: string): string | undefined {
  for (let at = from; at.startsWith(projectRoot()); at = path.dirname(at)) {
    const folder = path.join(at, "node_modules", name);
    if (fs.existsSync(path.join(folder, "package.json"))) return folder;
  }
  return undefined;
}
