import {
  type Address,
  type Chain,
  type Client,
  type Hex,
  http,
  maxUint256,
  toHex,
  type Transport,
} from "viem";
import { readContract } from "viem/actions";
import {
  createBundlerClient,
  type SmartAccount,
  type UserOperation,
  type UserOperationReceipt,
} from "viem/account-abstraction";
import { toraPaymasterAbi } from "../chain/abi/ToraPaymaster.ts";

export interface ToraPaymasterOptions {
  /** Reads L2. */
  client: Client<Transport, Chain, undefined>;
  /** Whose operations are paid in TORA; it needs no BNB. */
  account: SmartAccount;
  /** The bundler's RPC. */
  bundlerUrl: string;
  /** The ToraPaymaster. */
  paymaster: Address;
}

/** A signed-to-be operation with what it can cost. */
export interface ToraQuote {
  operation: UserOperation<"0.8">;
  /** TORA, in its smallest unit, that the account pays at most: what is taken ahead. What is not used comes back. */
  most: bigint;
}

/** What the account does in one operation, in this order, all or nothing. Values are wei. */
export type Calls = readonly { to: Address; value?: bigint; data?: Hex }[];

export interface ToraPaymasterClient {
  /** What calls would cost at most. */
  quote(calls: Calls): Promise<ToraQuote>;
  /**
   * Signs and sends calls as one operation. The account signs the cap with it: the paymaster never takes more.
   * @param cap TORA in its smallest unit; the specification's `maxFeePerGas` in TORA, of the whole operation
   * @returns the operation's hash
   * @throws ToraCapError before anything is signed when the cap is below what the operation may cost
   */
  send(calls: Calls, cap: bigint): Promise<Hex>;
  /** Signs and sends an operation as it was quoted, whatever the cap: the paymaster judges it. */
  sendQuoted(quote: ToraQuote, cap: bigint): Promise<Hex>;
  /** What came of an operation. @throws while it is in no block, or the bundler is away */
  receipt(hash: Hex): Promise<UserOperationReceipt<"0.8">>;
  /** Waits until an operation is in a block. */
  wait(hash: Hex): Promise<UserOperationReceipt<"0.8">>;
}

/** A user's cap is below what the operation may cost. */
export class ToraCapError extends Error {
  constructor(
    /** TORA, in its smallest unit. */
    readonly most: bigint,
    readonly cap: bigint,
  ) {
    super(`the operation may cost ${most} of the smallest unit of TORA, and the cap is ${cap}`);
    this.name = "ToraCapError";
  }
}

/** Gas that the paymaster settles with: more than it needs, and too little for a penalty on what is left. */
const POST_OP_GAS = 30_000n;
/** Milliseconds between two looks for a receipt, and until there must be one. */
const POLL = 300;
const PATIENCE = 240_000;
/**
 * Milliseconds until a request has failed. A bundler that simulates many operations at once answers late, and to ask it
 * again gives it more to do.
 */
const TIMEOUT = 240_000;

/** Of a look for something; what makes the bundler simulate an operation is asked once. */
const RETRIES = 3;

/** Sends an account's operations with their gas paid in TORA. */
export function toraPaymasterClient(options: ToraPaymasterOptions): ToraPaymasterClient {
  const { client, account, paymaster } = options;
  const bundlerBy = (retryCount: number) =>
    createBundlerClient({
      account,
      client,
      transport: http(options.bundlerUrl, { timeout: TIMEOUT, retryCount }),
      pollingInterval: POLL,
    });
  const bundler = bundlerBy(RETRIES);
  const simulator = bundlerBy(0);

  async function quote(calls: Calls): Promise<ToraQuote> {
    const fields = { paymaster, paymasterData: capData(maxUint256) };
    const prepared = await simulator.prepareUserOperation({
      account,
      calls,
      paymaster: {
        getPaymasterStubData: async () => ({ ...fields, paymasterPostOpGasLimit: POST_OP_GAS }),
        getPaymasterData: async () => ({ ...fields, paymasterPostOpGasLimit: POST_OP_GAS }),
      },
      ...(await fees(bundler)),
    } as Parameters<typeof bundler.prepareUserOperation>[0]);
    const operation = {
      ...prepared,
      paymasterPostOpGasLimit: POST_OP_GAS,
    } as unknown as UserOperation<"0.8">;
    return { operation, most: await toraAhead(operation) };
  }

  /** The paymaster's own rule, for all the gas that the operation may use. */
  function toraAhead(operation: UserOperation<"0.8">): Promise<bigint> {
    const args = [
      costOf(operation),
      operation.paymasterPostOpGasLimit ?? 0n,
      operation.maxFeePerGas,
    ] as const;
    return readContract(client, {
      address: paymaster,
      abi: toraPaymasterAbi,
      functionName: "toraAhead",
      args,
    });
  }

  async function sendQuoted({ operation }: ToraQuote, cap: bigint): Promise<Hex> {
    const capped = { ...operation, paymasterData: capData(cap) };
    const signature = await account.signUserOperation(capped);
    return simulator.sendUserOperation({ ...capped, signature, account } as Parameters<
      typeof bundler.sendUserOperation
    >[0]);
  }

  return {
    quote,
    sendQuoted,
    async send(calls, cap) {
      const quoted = await quote(calls);
      if (quoted.most > cap) throw new ToraCapError(quoted.most, cap);
      return sendQuoted(quoted, cap);
    },
    receipt: (hash) => bundler.getUserOperationReceipt({ hash }) as Promise<UserOperationReceipt<"0.8">>,
    wait: (hash) =>
      bundler.waitForUserOperationReceipt({ hash, timeout: PATIENCE }) as Promise<
        UserOperationReceipt<"0.8">
      >,
  };
}

/** What the paymaster reads from `paymasterData`: the cap, one word. */
const capData = (cap: bigint): Hex => toHex(cap, { size: 32 });

/** Wei that an operation costs at most (EntryPoint 0.8, `_getRequiredPrefund`). */
export function costOf(operation: UserOperation<"0.8">): bigint {
  const { callGasLimit, verificationGasLimit, preVerificationGas, maxFeePerGas } = operation;
  const { paymasterVerificationGasLimit = 0n, paymasterPostOpGasLimit = 0n } = operation;
  const own = callGasLimit + verificationGasLimit + preVerificationGas;
  return (own + paymasterVerificationGasLimit + paymasterPostOpGasLimit) * maxFeePerGas;
}

/** The prices that the bundler takes. */
async function fees(bundler: ReturnType<typeof createBundlerClient>) {
  const { fast } = (await bundler.request({ method: "pimlico_getUserOperationGasPrice" } as never)) as {
    fast: { maxFeePerGas: Hex; maxPriorityFeePerGas: Hex };
  };
  return { maxFeePerGas: BigInt(fast.maxFeePerGas), maxPriorityFeePerGas: BigInt(fast.maxPriorityFeePerGas) };
}
