/**
 * Puts expositions in Prometheus' text format behind each other. A family of metrics may be there once only, so what an
 * earlier one has already is left out of the later ones: both programs of a node report on their Go runtime.
 */
export function mergeExpositions(texts: readonly string[]): string {
  const taken = new Set<string>();
  const kept = texts.flatMap((text) => {
    const families = familiesOf(text).filter(({ name }) => !taken.has(name));
    for (const { name } of families) taken.add(name);
    return families.flatMap(({ lines }) => lines);
  });
  return kept.length === 0 ? "" : `${kept.join("\n")}\n`;
}

interface Family {
  name: string;
  lines: string[];
}

/** The families of one exposition: each begins at its first `# HELP` or `# TYPE`. */
function familiesOf(text: string): Family[] {
  const families: Family[] = [];
  for (const line of text.split("\n").filter((l) => l.trim() !== "")) {
    const described = /^# (?:HELP|TYPE) (\S+)/.exec(line)?.[1];
    const name = described ?? families.at(-1)?.name;
    const last = families.at(-1);
    if (last && (name === last.name || described === undefined)) last.lines.push(line);
    else families.push({ name: name ?? nameOf(line), lines: [line] });
  }
  return families;
}

const nameOf = (line: string) => /^[A-Za-z_:][\w:]*/.exec(line)?.[0] ?? line;
