import { ConfigError, type ConfigProblem } from "../lib/errors.ts";
import type { OfficialImages } from "../spec/service.ts";
import { type Accounts, accountsOf } from "./accounts.ts";
import { checkSchema } from "./check-schema.ts";
import { type Configuration, withDefaults } from "./defaults.ts";
import { officialImages } from "./official.ts";
import type { StackInput } from "./schema.ts";
import { validate } from "./validate.ts";

/** A configuration that can work: complete, checked value by value and in combination. */
export interface Resolved {
  input: StackInput;
  config: Configuration;
  accounts: Accounts;
  /** See `RuntimeSpec.images`. */
  images: OfficialImages;
}

/** Where values come from. */
export interface Source {
  /** Shown with problems, such as the stack file's path. */
  where: string;
  /** What is given below `tensora:`, not yet checked. */
  values: Record<string, unknown>;
  /** What was found wrong on the way here. */
  problems: readonly ConfigProblem[];
}

/**
 * Fills in defaults and checks everything.
 * @throws ConfigError with all problems of the schema, of the combinations and of the source
 */
export async function resolve(source: Source): Promise<Resolved> {
  const { input, problems, broken } = checkSchema(source.values);
  const config = withDefaults(input);
  const { accounts, problems: badKeys } = await accountsOf(config.accounts);
  const { images, problems: unverified } = await officialImages(config.runtime);
  const all = [
    ...source.problems,
    ...problems,
    ...badKeys,
    ...unverified,
    ...validate({ config, input, accounts }, [...broken, ...badKeys.map(({ path }) => path)]),
  ];
  if (all.length > 0) throw new ConfigError(all, source.where);
  return { input, config, accounts, images };
}
