import type { l2Client, l2Wallet } from "../../chain/clients.ts";

/** Who reads L2, and who acts there. */
export interface L2Side {
  l2: ReturnType<typeof l2Client>;
  onL2: ReturnType<typeof l2Wallet>;
}
