// Splits a question to the compiler: generating code takes most of its time, and each contract's is its own.

/** Below this many files starting another thread takes longer than it saves. */
const FEW = 12;

/**
 * The same question several times, each asking for the code of other files: neighbours stay together, because contracts
 * that create each other are compiled with each other. Every part has all sources, so that all number them alike.
 */
export function parts(question, most) {
  const selection = question.settings?.outputSelection ?? {};
  const wanted = Object.keys(selection)
    .filter((file) => Object.values(selection[file]).flat().length > 0)
    .sort();
  const count = wanted.includes("*") ? 1 : Math.max(1, Math.min(most, Math.floor(wanted.length / FEW)));
  const weights = wanted.map((file) => question.sources?.[file]?.content?.length ?? 0);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  const partOf = new Map(
    wanted.map((file, i) => {
      const part = Math.min(count - 1, Math.floor((before * count) / Math.max(1, whole)));
      before += weights[i];
      return [file, part];
    }),
  );
  return Array.from({ length: count }, (_, part) => {
    const own = wanted.filter((file) => partOf.get(file) === part);
    const outputSelection = Object.fromEntries(own.map((file) => [file, selection[file]]));
    return { ...question, settings: { ...question.settings, outputSelection } };
  });
}

/** The answer to the whole question. */
export function joined(answers) {
  const errors = new Map(answers.flatMap(({ errors = [] }) => errors.map((e) => [e.formattedMessage, e])));
  const contracts = {};
  const sources = {};
  for (const answer of answers) {
    for (const [file, ofFile] of Object.entries(answer.contracts ?? {})) {
      contracts[file] = { ...contracts[file], ...ofFile };
    }
    Object.assign(sources, answer.sources);
  }
  return { ...answers[0], ...(errors.size > 0 ? { errors: [...errors.values()] } : {}), contracts, sources };
}
