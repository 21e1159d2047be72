/** Traces that are under way at a time: more of them make each one slower, and none comes to its end. */
const AT_ONCE = 3;

let running = 0;
const waiting = [];

/** Runs something when its turn comes, in the order of the calls. @returns what it returns, or rejects with what it throws */
export async function inTurn(work) {
  if (running >= AT_ONCE) await new Promise((begin) => waiting.push(begin));
  else running++;
  try {
    return await work();
  } finally {
    // The turn is handed on, so that nobody else takes it in between.
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
