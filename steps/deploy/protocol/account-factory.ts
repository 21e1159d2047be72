import { transact } from "../../../chain/transact.ts";
import { factoryCreation } from "../../../client/simple-account.ts";
import type { L2Side } from "../../common/l2-side.ts";
import type { StepContext } from "../../common/step.ts";
import { artifacts } from "./artifacts.ts";
import { DETERMINISTIC_DEPLOYER } from "./plan.ts";

/** Under way, by the L2's URL: steps that run at the same time wait for one and the same. */
const making = new Map<string, Promise<void>>();

/** Sees to it that the published factory is at its place. */
export function ensureFactory(
  chains: L2Side,
  { l2: { rpcUrl: url } }: { l2: { rpcUrl: string } },
  context: StepContext,
): Promise<void> {
  const known = making.get(url);
  if (known) return known;
  const made = makeFactory(chains, context).finally(() => making.delete(url));
  making.set(url, made);
  return made;
}

async function makeFactory({ l2, onL2 }: L2Side, context: StepContext): Promise<void> {
  const { data, address } = factoryCreation(artifacts()("SimpleAccountFactory").creation);
  const isThere = async () => (await l2.getCode({ address })) !== undefined;
  if (await isThere()) return;
  try {
    await transact(l2, onL2, { to: DETERMINISTIC_DEPLOYER, data }, "the account factory", context);
  } catch (error) {
    // Somebody else was faster: a second creation at the same place fails.
    if (!(await isThere())) throw error;
  }
}
