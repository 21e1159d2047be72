/** One line of a table. */
export type Row = readonly string[];

/** A table for terminals and Markdown alike. Words stand to the left, figures to the right. */
export function table(head: Row, rows: readonly Row[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const isFigure = head.map((_, column) => rows.every((row) => /^[\d.]+$/.test(row[column] ?? "")));
  const cell = (text: string, column: number) =>
    isFigure[column] ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0);
  const line = (row: Row) => `| ${head.map((_, column) => cell(row[column] ?? "", column)).join(" | ")} |`;
  const rule = widths.map((width, column) =>
    isFigure[column] ? `${"-".repeat(width - 1)}:` : "-".repeat(width),
  );
  return [line(head), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}
