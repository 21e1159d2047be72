/** Words that tasks are made of; far apart in meaning, so that an answer to another task is seen. */
const WORDS = {
  who: [
    "a nurse",
    "the harbour pilot",
    "an old chess master",
    "the lighthouse keeper",
    "a bee keeper",
    "the tax office",
    "a jazz trio",
    "two astronomers",
    "the village baker",
    "a deep sea diver",
    "the night train",
    "a young violinist",
  ],
  does: [
    "repairs",
    "paints",
    "forgets",
    "measures",
    "translates",
    "sells",
    "dreams of",
    "photographs",
    "describes",
    "buries",
    "tunes",
    "collects",
  ],
  what: [
    "a broken gearbox",
    "the migration of storks",
    "seven letters from Lisbon",
    "a proof about prime numbers",
    "winter wheat",
    "an invoice for cement",
    "the eclipse",
    "antique clocks",
    "a bowl of noodles",
    "the tide tables",
    "vaccines",
    "a stolen bicycle",
  ],
  where: [
    "in the rain forest",
    "on a ferry to Crete",
    "behind the courthouse",
    "at the stock exchange",
    "under the glacier",
    "in a crowded kitchen",
    "near the particle accelerator",
    "on the moon",
    "at a wedding in Lagos",
    "in the library of Alexandria",
  ],
  why: [
    "to save money",
    "because the bridge is closed",
    "for the next election",
    "before the harvest",
    "out of curiosity",
    "after three years of silence",
    "without telling anybody",
    "while the orchestra rehearses",
  ],
} as const;

/**
 * A sentence that nobody has asked before: 138,240 of them, and a number.
 * @param random a number from 0 to below 1, as Math.random gives it
 */
export function randomTask(random: () => number = Math.random): string {
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)] as string;
  const { who, does, what, where, why } = WORDS;
  const parts = [pick(who), pick(does), pick(what), pick(where), pick(why)];
  return `${parts.join(" ")}, ${Math.floor(random() * 1e6)} times`;
}
