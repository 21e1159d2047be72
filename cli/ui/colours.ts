import pc from "picocolors";

/** Node's own judgement: a terminal that has colours, and NO_COLOR, FORCE_COLOR and TERM respected. */
const enabled = process.stdout.isTTY === true && process.stdout.hasColors();
const colours = pc.createColors(enabled);
/** Nothing needs no colour. */
const unlessEmpty = (colour: (text: string) => string) => (text: string) => (text === "" ? "" : colour(text));

export const good = unlessEmpty(colours.green);
export const bad = unlessEmpty(colours.red);
export const warn = unlessEmpty(colours.yellow);
export const faint = unlessEmpty(colours.dim);
export const strong = unlessEmpty(colours.bold);
export const running = unlessEmpty(colours.cyan);
