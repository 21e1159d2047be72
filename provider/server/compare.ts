import { type Props, UNKNOWN } from "../../engine/wire.ts";
import { isSame, type Meaning, type PathChange, pathChanges } from "../../lib/changes.ts";
import { unionOfKeys } from "../../lib/values.ts";

/** What is not known yet differs from all. */
const MEANING: Meaning = { alike: (old, now) => now !== UNKNOWN && isSame(old, now) };

/** Every place at which two plain input documents differ. */
export const inputChanges = (olds: Props, news: Props): PathChange[] => pathChanges(olds, news, MEANING);

/** The names of the properties that differ. */
export const changedProperties = (olds: Props, news: Props): string[] =>
  unionOfKeys(olds, news).filter((key) => pathChanges(olds[key], news[key], MEANING).length > 0);
