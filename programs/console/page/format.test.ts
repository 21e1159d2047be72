import { expect, test } from "vitest";
import { amount, bytes, duration, percent, short } from "./format.ts";

test.each([
  [0, "0 s"],
  [-5, "0 s"],
  [9.4, "9 s"],
  [60, "1 min"],
  [250, "4 min 10 s"],
  [7200, "2 h"],
  [604_799, "6 d 23 h"],
])("%d seconds are %s", (seconds, text) => expect(duration(seconds)).toBe(text));

test.each([
  ["0", "0"],
  ["0.000023910000191280", "0.00002391"],
  ["96.98590746982945", "96.99"],
  ["123456.789", "123,456.8"],
  ["0.0000000000001234", "1.23e-13"],
])("%s is shown as %s", (text, shown) => expect(amount(text)).toBe(shown));

test("bytes, shares and hashes", () => {
  expect([bytes(54), bytes(1060), bytes(3 * 1024 ** 2)]).toEqual(["54 B", "1.0 KB", "3.0 MB"]);
  expect(percent(0.48832)).toBe("48.8 %");
  expect(short("0x3d3058790222314c2f90b92572763e89e97b8db5")).toBe("0x3d3058…8db5");
});
