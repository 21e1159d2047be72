import { z } from "zod";
import { MINER_BEHAVIOURS, MODELS } from "../../spec/subnets.ts";

/** The miners that a process carries, as its `--miners` has them. */
export const identitiesSchema = z.array(
  z.strictObject({
    /** Such as `text-0`. */
    name: z.string().min(1),
    /** The subnet's name in the registry. */
    subnet: z.string().min(1),
    model: z.enum(MODELS),
    behaviour: z.enum(MINER_BEHAVIOURS),
    /** Where it listens. */
    port: z.int().min(0),
    /** What the registry is told. */
    endpoint: z.url(),
  }),
);
export type Identity = z.infer<typeof identitiesSchema>[number];
