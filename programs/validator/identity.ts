import { z } from "zod";
import { GASES, MODELS, VALIDATOR_BEHAVIOURS } from "../../spec/subnets.ts";

/** The validators that a process carries, as its `--validators` has them; an account may score in many subnets. */
export const identitiesSchema = z.array(
  z.strictObject({
    /** Of the account, such as `validator-0`. */
    name: z.string().min(1),
    /** The subnet's name in the registry. */
    subnet: z.string().min(1),
    model: z.enum(MODELS),
    behaviour: z.enum(VALIDATOR_BEHAVIOURS),
    /** Wei of TORA. */
    stake: z.string().regex(/^\d+$/).transform(BigInt),
    gas: z.enum(GASES),
    /** The endpoint of the miner that a colluding validator gives everything to. */
    favours: z.string().optional(),
  }),
);
export type Identity = z.infer<typeof identitiesSchema>[number];
