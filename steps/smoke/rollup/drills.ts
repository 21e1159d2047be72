import type { Hex } from "viem";
import { TensoraError } from "../../../lib/errors.ts";
import type { SmokeInputs } from "../common/inputs.ts";

/** The keys of the Safe's owners: a drill without them can't begin. */
export function ownersOf({ keys, rules, settlement }: SmokeInputs): Hex[] {
  if (keys.safeOwners && keys.safeOwners.length >= rules.safeThreshold) return keys.safeOwners;
  throw new TensoraError("a drill needs the keys of the Safe's owners", {
    where: settlement.Safe,
    next: ["run drills on a stack whose stack file has these keys, such as a local stack"],
  });
}
