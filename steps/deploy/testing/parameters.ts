import { protocolParameters } from "../../../components/protocol-parameters.ts";
import { withDefaults } from "../../../config/defaults.ts";
import { protocolSpec } from "../../../config/derive.ts";
import type { ProtocolParameters } from "../protocol/parameters.ts";
import { testAddress } from "./inputs.ts";

const spec = {
  protocol: protocolSpec(withDefaults({}).protocol, false),
  accounts: { priceFeeder: testAddress("feeder") },
};
const { governance, ...others } = protocolParameters(spec, testAddress("messenger"));
const { l1Messenger: _, ...ownedBySafe } = governance;

/** What a stack has where its file says nothing, but with one price for ever and no messenger: the Safe owns L1's part. */
export const testParameters: ProtocolParameters = {
  ...others,
  governance: ownedBySafe,
  price: { kind: "fixed", price: "20000000000000000000000" },
};
