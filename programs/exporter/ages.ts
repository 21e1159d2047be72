import { Gauge, type Registry } from "prom-client";

type Labels = Readonly<Record<string, string>>;

/**
 * How long ago things happened, by labels. It is worked out at the scrape, so that ages go on when the reads do not; what
 * was not seen yet has no age.
 */
export class Ages {
  private readonly since = new Map<string, { labels: Labels; at: number }>();

  constructor(registry: Registry, name: string, help: string, labelNames: readonly string[] = []) {
    const { since } = this;
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        gauge.reset();
        // Without labels a reset leaves a zero.
        if (since.size === 0 && labelNames.length === 0) gauge.remove();
        for (const { labels, at } of since.values()) gauge.set(labels, Math.max(0, Date.now() / 1000 - at));
      },
    });
  }

  /** @param at seconds since the epoch; infinity for what has no age now, which is said as 0 */
  set(at: number, labels: Labels = {}): void {
    this.since.set(keyOf(labels), { labels, at });
  }
}

const keyOf = (labels: Labels) => JSON.stringify(labels);
