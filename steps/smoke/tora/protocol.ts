import { ensureProtocol } from "../../../toolchain/index.ts";
import { artifacts } from "../../deploy/protocol/artifacts.ts";
import { type ProtocolCheckInputs, SIDES } from "../../deploy/protocol/protocol.ts";
import { verifyProtocol } from "../../deploy/protocol/verify.ts";
import type { SmokeResult, Step } from "../../common/step.ts";

/** Reads the whole protocol back from both chains: codes, values, roles, owners, and that the deployer has no permissions. */
export const protocol: Step<ProtocolCheckInputs, SmokeResult> = {
  name: "smoke/protocol",
  kind: "gate",
  deadline: 120,

  async run(inputs) {
    await ensureProtocol();
    const artifact = artifacts();
    const sides = await Promise.all(
      Object.values(SIDES).map((side) => verifyProtocol(inputs, side, artifact)),
    );
    const sum = (of: "codes" | "values" | "locks" | "roles") =>
      sides.reduce((total, side) => total + side[of], 0);
    return {
      status: "passed",
      detail: `${sum("codes")} codes, ${sum("values")} values, ${sum("roles")} roles and ${sum("locks")} locked initialisers match the specification; the deployer has no permissions`,
    };
  },
};
