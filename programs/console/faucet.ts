import { type Address, formatEther, type Hex, isAddress, parseEther } from "viem";
import { z } from "zod";
import { l2Client } from "../../chain/clients.ts";
import { give } from "../../chain/gifts.ts";
import type { Settings } from "./settings.ts";

/** The most that one request gets, in whole coins and tokens: a slip of the finger does not empty the giver. */
const MOST = { bnb: 10, tora: 100_000 };

const amount = (most: number) =>
  z
    .string()
    .regex(/^\d+(\.\d{1,18})?$/, "give a decimal number, such as 1.5")
    .refine((text) => Number(text) <= most, `at most ${most}`)
    .transform((text) => parseEther(text));

const request = z
  .strictObject({
    address: z.string().refine((text) => isAddress(text), "give 0x and 40 hexadecimal digits"),
    bnb: amount(MOST.bnb),
    tora: amount(MOST.tora),
  })
  .refine(({ bnb, tora }) => bnb + tora > 0n, "ask for some BNB or TORA");

export interface Gift {
  transactions: Hex[];
  /** BNB that the address has now. */
  balance: string;
}

/** A request that asks for what is not given: its message says why. */
export class BadRequest extends Error {}

/** Gives as a page asks, one gift after the other: they share the giver's nonces. */
export class Faucet {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly l2: Settings["l2"],
    private readonly key: Hex,
    private readonly token: Address | undefined,
  ) {}

  /** @throws BadRequest for what is no request; TensoraError when the chain refuses */
  give(body: string): Promise<Gift> {
    const { address, ...gifts } = parsed(body);
    const gift = this.turn.then(async () => {
      const to = address as Address;
      const transactions = await give(this.l2, this.key, to, gifts, this.token);
      const balance = await l2Client(this.l2).getBalance({ address: to });
      return { transactions, balance: formatEther(balance) };
    });
    this.turn = gift.catch(() => undefined);
    return gift;
  }
}

function parsed(body: string) {
  const result = request.safeParse(json(body));
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => [...path, message].join(": "));
  throw new BadRequest(lines.join("; "));
}

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new BadRequest("the body is not valid JSON");
  }
}
