import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { bodyOf } from "./body.ts";

// A character that is cut in two.
const sent = () => Readable.from([Buffer.from([0xc3]), Buffer.from([0xa9])]);

test("a body is read as a whole, and one that is too long is not", async () => {
  expect(await bodyOf(sent(), 2)).toBe("é");
  expect(await bodyOf(sent(), 1)).toBeUndefined();
});
