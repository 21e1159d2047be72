import { DASHBOARDS } from "./index.ts";

interface Answer {
  status: string;
  error?: string;
  data?: { result: unknown[] };
}

/** The queries of all dashboards that give nothing now, each with its panel. @param url of Prometheus */
export async function queriesWithoutData(url: string): Promise<string[]> {
  const queries = DASHBOARDS.flatMap(({ title, panels }) =>
    panels.flatMap((panel) =>
      panel.queries.map(({ expression }) => ({ where: `${title}, ${panel.title}`, expression })),
    ),
  );
  const answers = await Promise.all(
    queries.map(async ({ where, expression }) => {
      const asked = new URL("/api/v1/query", url);
      asked.searchParams.set("query", expression);
      const { error, data } = (await (await fetch(asked)).json()) as Answer;
      const empty = (data?.result.length ?? 0) === 0;
      return empty ? [`${where}: ${expression}${error === undefined ? "" : ` (${error})`}`] : [];
    }),
  );
  return answers.flat();
}
