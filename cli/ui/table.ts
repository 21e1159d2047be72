import Table from "cli-table3";

/** Only blanks between the columns. */
const PLAIN = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/** Rows as aligned lines, below an optional head. Colours do not disturb the columns. */
export function columns(rows: readonly (readonly string[])[], head: readonly string[] = []): string[] {
  const table = new Table({
    chars: PLAIN,
    head: [...head],
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 0 },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split("\n")
    .map((line) => `  ${line}`.trimEnd());
}
