import { mergeExpositions } from "./merge.ts";
import type { ExporterMetrics } from "./metrics.ts";

/** Of the time that a scrape has: a program that hangs does not take the others' series along. */
const SHARE = 0.6;

/**
 * The sequencer's two programs and this service in one answer.
 * @param sources each program's URL by its name; one that does not answer is left out, and `tensora_exporter_source_up` says so
 */
export const together = (metrics: ExporterMetrics, sources: Readonly<Record<string, string>>) => ({
  registry: {
    contentType: metrics.registry.contentType,
    async metrics(patience: number) {
      const texts = await Promise.all(
        Object.entries(sources).map(async ([name, url]) => {
          const text = await textOf(url, SHARE * patience);
          metrics.scraped(name, text !== undefined);
          return text ?? "";
        }),
      );
      return mergeExpositions([await metrics.registry.metrics(), ...texts]);
    },
  },
});

async function textOf(url: string, patience: number): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}
