import { describe, expect, it } from "vitest";
import { compareStorage } from "./compare.ts";
import type { Implementation, StorageLayout } from "./validator.ts";

const empty: StorageLayout = { storage: [], types: {} };

const uups = (name: string, unsafe: Implementation["unsafe"] = []): Implementation => ({
  name,
  uups: true,
  layout: empty,
  unsafe,
});
const plain = (name: string): Implementation => ({ ...uups(name), uups: false });
const all = (...some: Implementation[]) => new Map(some.map((one) => [one.name, one]));

describe("compareStorage", () => {
  it("goes through what can be upgraded before or after, in alphabetical order", () => {
    const changes = compareStorage(
      all(uups("C"), uups("A"), plain("P")),
      all(uups("C"), uups("B"), plain("P")),
    );
    expect(changes.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "A gone",
      "B new",
      "C unchanged",
    ]);
    expect(changes.flatMap(({ lines, problems }) => [...lines, ...problems])).toEqual([]);
  });

  it("takes a contract that becomes upgradeable for a new one", () => {
    expect(compareStorage(all(plain("A")), all(uups("A")))).toMatchObject([{ name: "A", status: "new" }]);
  });

  it("tells why code must not stand behind a proxy, even where it is new", () => {
    const unsafe = [
      { kind: "selfdestruct", src: "A.sol:7" },
      { kind: "external-library-linking", src: "A.sol:9" },
    ];
    const problems = [
      "A.sol:7: a selfdestruct would leave the proxy without code",
      "A.sol:9: external library linking",
    ];
    expect(compareStorage(all(), all(uups("A", unsafe)))).toMatchObject([{ status: "new", problems }]);
    expect(compareStorage(all(uups("A")), all(uups("A", unsafe)))).toMatchObject([
      { status: "unchanged", problems },
    ]);
  });
});
