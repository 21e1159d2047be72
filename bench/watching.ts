import { setTimeout as sleep } from "node:timers/promises";
import { projectRoot } from "../lib/root.ts";
import { placeIn, readOutputs } from "../stack/read.ts";
import type { DevnetSpec } from "../config/index.ts";
import { TensoraError } from "../lib/errors.ts";
import { rpc } from "../lib/rpc.ts";
import { pageFiles } from "../programs/console/page-files.ts";
import { PAGE_SOURCES } from "../programs/console/sources.ts";
import type { PanelUpdate } from "../programs/console/state.ts";
import { type ServiceName, SERVICES } from "../spec/services.ts";
import { consolePage } from "../toolchain/console.ts";
import { type BenchLine, type BenchRun, line } from "./line.ts";
import { l2Url, STACK } from "./stack.ts";

/** Scrapes that are made, one a second as Prometheus would; and blocks that the console is watched for. */
const SCRAPES = 20;
const BLOCKS = 10;
/** Milliseconds between two looks for a new block. */
const LOOK = 5;

/** What watching costs: a scrape of the sequencer's and the exporter's own series, the exporter's reads, the console. */
export async function measureWatching(spec: DevnetSpec, run: BenchRun): Promise<BenchLine[]> {
  const outputs = await readOutputs(placeIn(projectRoot(), STACK));
  const service = (name: ServiceName) => outputs.services.find((one) => one.name === name);
  const rpcUrl = l2Url(spec);
  return [
    ...(await scrapes(service(SERVICES.exporter.name)?.metricsUrl ?? "", run)),
    ...(await pageWeight()),
    line(
      "console: from a block to the page",
      await latency(service(SERVICES.console.name)?.pageUrl ?? "", rpcUrl),
      "ms",
    ),
  ];
}

async function scrapes(url: string, { signal }: BenchRun): Promise<BenchLine[]> {
  const scrape = async () => {
    const began = performance.now();
    const text = await (await fetch(url, { signal })).text();
    return { text, took: performance.now() - began, at: began / 1000 };
  };
  const figure = (text: string, series: string) => {
    const found = text.split("\n").find((row) => row.startsWith(`${series} `));
    if (found === undefined) throw new TensoraError(`${url} has no ${series}`);
    return Number(found.split(" ")[1]);
  };
  const all = [await scrape()];
  for (let i = 0; i < SCRAPES; i++) {
    await sleep(1000, undefined, { signal });
    all.push(await scrape());
  }
  const [first, last] = [all[0], all.at(-1)];
  if (!first || !last) throw new TypeError("nothing was scraped");
  const grown = (series: string) => figure(last.text, series) - figure(first.text, series);
  const blocks = grown('tensora_l2_head_number{head="unsafe"}');
  return [
    line("scrape of the sequencer: size", Buffer.byteLength(last.text) / 1000, "kB"),
    line("scrape of the sequencer: time", median(all.map(({ took }) => took)), "ms"),
    line(
      "exporter, a scrape a second",
      grown("tensora_exporter_process_cpu_seconds_total") / (last.at - first.at),
      "processors",
    ),
    line("exporter: requests an L2 block", grown("tensora_exporter_requests_total") / blocks, "requests"),
  ];
}

/** All files of the page, as they are and as a browser gets them. */
async function pageWeight(): Promise<BenchLine[]> {
  const files = [...new Set((await pageFiles(consolePage(PAGE_SOURCES))).values())];
  const size = (bytes: "plain" | "gzip") => files.reduce((sum, file) => sum + file[bytes].length, 0) / 1000;
  return [line("console: page", size("plain"), "kB"), line("console: page, compressed", size("gzip"), "kB")];
}

/** Milliseconds from when op-geth has a block to when the console has told a page of it: the median. */
async function latency(page: string, rpcUrl: string): Promise<number> {
  const stop = new AbortController();
  const [told, made] = [new Map<number, number>(), new Map<number, number>()];
  const listening = listen(new URL("events", page).href, stop.signal, (block) => {
    if (!told.has(block)) told.set(block, performance.now());
  });
  const first = Number(await rpc<string>(rpcUrl, "eth_blockNumber")) + 1;
  while (made.size < BLOCKS) {
    const block = Number(await rpc<string>(rpcUrl, "eth_blockNumber"));
    if (block >= first && !made.has(block)) made.set(block, performance.now());
    await sleep(LOOK);
  }
  await sleep(2000);
  stop.abort();
  await listening;
  const times = [...made].flatMap(([block, at]) => {
    const when = told.get(block);
    return when === undefined ? [] : [when - at];
  });
  if (times.length < BLOCKS / 2)
    throw new TensoraError(`the console reported ${times.length} of ${BLOCKS} blocks`);
  return median(times);
}

/** Calls back for every unsafe head that the console's events tell of. */
async function listen(url: string, signal: AbortSignal, saw: (block: number) => void): Promise<void> {
  try {
    const { body } = await fetch(url, { signal });
    let text = "";
    for await (const part of (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
      text += part;
      const rows = text.split("\n");
      text = rows.pop() ?? "";
      for (const row of rows) {
        const found = row.startsWith("data: ") ? headOf(JSON.parse(row.slice(6)) as PanelUpdate) : undefined;
        if (found !== undefined) saw(found);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function headOf(update: PanelUpdate): number | undefined {
  return update.panel === "heads" ? update.data?.unsafe.number : undefined;
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
