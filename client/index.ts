/**
 * For dApps on Tensora: smart accounts that pay their gas in TORA, on viem's account abstraction.
 * See docs/gas-in-tora.md.
 */
export {
  type Calls,
  ToraCapError,
  type ToraPaymasterClient,
  type ToraPaymasterOptions,
  type ToraQuote,
  toraPaymasterClient,
} from "./paymaster-client.ts";
export {
  SIMPLE_ACCOUNT_FACTORY,
  type SimpleAccountOptions,
  simpleAccountAddress,
  toSimpleAccount,
} from "./simple-account.ts";
