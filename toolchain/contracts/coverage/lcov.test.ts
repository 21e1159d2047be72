import { expect, it } from "vitest";
import { percent, readLcov, total } from "./lcov.ts";

const REPORT = `TN:
SF:src/token/WTORA.sol
DA:12,3
DA:13,0
FN:11,WTORA.wrap
LF:2
LH:1
BRF:4
BRH:3
end_of_record
TN:
SF:src/libraries/Empty.sol
LF:0
LH:0
BRF:0
BRH:0
end_of_record
`;

it("reads what each file's record says, and sums it", () => {
  const files = readLcov(REPORT);
  expect(files).toEqual([
    { file: "src/token/WTORA.sol", lines: { hit: 1, found: 2 }, branches: { hit: 3, found: 4 } },
    { file: "src/libraries/Empty.sol", lines: { hit: 0, found: 0 }, branches: { hit: 0, found: 0 } },
  ]);
  expect(total(files.map(({ branches }) => branches))).toEqual({ hit: 3, found: 4 });
});

it("is all where there is nothing to run", () => {
  expect(percent({ hit: 0, found: 0 })).toBe(100);
  expect(percent({ hit: 1, found: 2 })).toBe(50);
});
