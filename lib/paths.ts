/** Paths of properties in Pulumi's notation: `spec.args[2]`, `env["a.b"]`. */

/** The segments of a property path such as `a.b[0]["c.d"]`. */
export function splitPath(path: string): string[] {
  const segments: string[] = [];
  for (const match of path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\*|\d+)\]|([^.[\]"]+)/g)) {
    segments.push(match[1]?.replaceAll('\\"', '"') ?? match[2] ?? match[3] ?? "");
  }
  return segments;
}

/** Appends a segment to a property path, quoted where it must be. */
export function joinPath(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  if (/[.[\]"]/.test(key)) return `${path}["${key.replaceAll('"', '\\"')}"]`;
  return path === "" ? key : `${path}.${key}`;
}

/** The property that a path starts in. */
export const rootOf = (path: string): string => splitPath(path)[0] ?? path;
