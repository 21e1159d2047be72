import { type Hex, hexToString, stringToHex } from "viem";
import { type Model, mustBeTask } from "./model.ts";

/** Words that tell nothing of what a text is about. */
const COMMON = new Set(
  "a an and are as at be been but by can do does for from had has have he her his how i if in into is it its me more my no not of on or our out she so some than that the their them then there they this to up us was we were what when where which who why will with would you your".split(
    " ",
  ),
);
const MOST = 5;

/**
 * Rapid Automatic Keyword Extraction (Rose, Engel, Cramer, Cowley, 2010): phrases are runs of words between common words
 * and punctuation, a word's score is the length of its phrases over its frequency, a phrase's the sum of its words'. An
 * answer is the best phrases, the best first, by lines of UTF-8.
 */
export const keywords: Model = {
  name: "keywords",
  async infer(task) {
    mustBeTask(task);
    return stringToHex(phrasesOf(task).join("\n"));
  },
  /** Jaccard's: what both have, of what either has. */
  similarity(one, other) {
    const [a, b] = [linesOf(one), linesOf(other)];
    const all = new Set([...a, ...b]);
    return all.size === 0 ? 0 : [...a].filter((phrase) => b.has(phrase)).length / all.size;
  },
};

const linesOf = (answer: Hex) => new Set(hexToString(answer).split("\n").filter(Boolean));

function phrasesOf(text: string): string[] {
  const phrases = runs(text);
  const [frequency, degree] = [new Map<string, number>(), new Map<string, number>()];
  const add = (to: Map<string, number>, word: string, by: number) => to.set(word, (to.get(word) ?? 0) + by);
  for (const phrase of phrases)
    for (const word of phrase) {
      add(frequency, word, 1);
      add(degree, word, phrase.length);
    }
  const score = (phrase: readonly string[]) =>
    phrase.reduce((sum, word) => sum + (degree.get(word) ?? 0) / (frequency.get(word) ?? 1), 0);
  const scores = new Map(phrases.map((phrase) => [phrase.join(" "), score(phrase)]));
  // Phrases of one score come in the order of the alphabet: the same text has the same answer everywhere.
  return [...scores]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MOST)
    .map(([phrase]) => phrase);
}

/** Runs of words that are not common, in lower case. */
function runs(text: string): string[][] {
  const all: string[][] = [];
  for (const clause of text.toLowerCase().split(/[^\p{L}\p{N}\s'-]+/u)) {
    let run: string[] = [];
    for (const word of clause.split(/\s+/).filter(Boolean)) {
      if (!COMMON.has(word)) run.push(word);
      else if (run.length > 0) {
        all.push(run);
        run = [];
      }
    }
    if (run.length > 0) all.push(run);
  }
  return all;
}
