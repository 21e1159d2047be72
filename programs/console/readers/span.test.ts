import { expect, test } from "vitest";
import { Span } from "./span.ts";

test("a short chain is searched from its first block, and then as it grows", () => {
  const span = new Span(100);
  expect(span.next(20)).toEqual({ from: 0, to: 20 });
  span.done(20);
  expect(span.next(20)).toBeUndefined();
  expect(span.next(22)).toEqual({ from: 21, to: 22 });
  span.done(22);
  expect(span.searched).toEqual([0, 22]);
  expect(span.next(15)).toBeUndefined();
});

test("a long one from some way back, in parts; a part that failed is searched again", () => {
  const span = new Span(12_000);
  expect(span.next(20_000)).toEqual({ from: 8000, to: 12_999 });
  expect(span.next(20_000)).toEqual({ from: 8000, to: 12_999 });
  span.done(12_999);
  expect(span.next(20_001)).toEqual({ from: 13_000, to: 17_999 });
  span.done(17_999);
  expect(span.next(20_001)).toEqual({ from: 18_000, to: 20_001 });
  span.done(20_001);
  expect(span.searched).toEqual([8000, 20_001]);
});
