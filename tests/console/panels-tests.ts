import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { until } from "../../lib/wait.ts";

/** What makes a panel change, by its name. */
export type Pushes = Readonly<Record<string, () => Promise<unknown>>>;

/** The part of each panel that must change. */
const PANELS = [
  ["heads", "[data-head=unsafe]"],
  ["batches", "#batches tbody tr:first-child td:first-child"],
  ["outputs", "#outputs tbody tr:first-child td:first-child"],
  ["subnets", "#subnets .phases .now"],
  ["withdrawals", "#withdrawals tbody tr:first-child button >> nth=-1"],
  ["gas", "#gas tbody tr:first-child td:first-child"],
] as const;

/** Each panel goes on over several updates. @param now what is known once the stack is up */
export function panelsTests(now: () => { page: Page; push: Pushes }): void {
  test.each(PANELS)("%s goes on, update after update", async (panel, part) => {
    const { page, push } = now();
    const shown = page.locator(part);
    const look = async () => `${await shown.innerText()} ${(await shown.getAttribute("title")) ?? ""}`;
    await push[panel]?.();
    await shown.waitFor();
    const seen = [await look()];
    for (let update = 0; update < 4; update++) {
      await push[panel]?.();
      const another = async () => [await look()].find((text) => text !== seen.at(-1));
      seen.push(await until(`update ${update} of ${panel}`, another, { deadline: 60 }));
    }
    console.log(`${panel}: ${seen.join(" | ")}`);
    expect(new Set(seen).size).toBeGreaterThan(2);
  });
}
