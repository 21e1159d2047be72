import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { withNonce } from "./nonces.ts";

/** Counts what it takes only after a while, as nodes do. */
function node() {
  const taken: number[] = [];
  let counted = 0;
  const take = async (nonce: number) => {
    if (taken.includes(nonce)) throw new Error("send failed", { cause: new Error("nonce too low") });
    taken.push(nonce);
    void sleep(30).then(() => {
      counted = Math.max(...taken) + 1;
    });
    return nonce;
  };
  return { taken, take, pending: async () => counted };
}

test("who sends at the same time gets one nonce after the other, before the node counts them", async () => {
  const { take, pending } = node();
  expect(await Promise.all([1, 2, 3].map(() => withNonce("a", pending, take)))).toEqual([0, 1, 2]);
});

test("what is refused uses up no nonce, and keeps nobody from sending", async () => {
  const { take, pending } = node();
  const refused = withNonce("b", pending, () => Promise.reject(new Error("execution reverted")));
  const next = withNonce("b", pending, take);
  await expect(refused).rejects.toThrow("reverted");
  expect(await next).toBe(0);
});

test("a nonce that another process took is replaced by the next one", async () => {
  const { taken, take, pending } = node();
  taken.push(0);
  const counts = [0, 1];
  expect(await withNonce("c", async () => counts.shift() ?? pending(), take)).toBe(1);
});
