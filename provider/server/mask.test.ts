import { describe, expect, it } from "vitest";
import { secret } from "../../engine/wire.ts";
import { masker, secretStrings } from "./mask.ts";

const KEY = `0x${"ab".repeat(32)}`;

describe("masking", () => {
  it("hides every secret at any depth, a key also without its prefix", () => {
    const mask = masker(
      secretStrings({ keys: secret({ user: KEY, list: ["sesame-street"] }), open: "visible" }),
    );
    expect(mask(`signer ${KEY}, raw ${KEY.slice(2)}`)).toBe("signer ***, raw ***");
    expect(mask("sesame-street is visible")).toBe("*** is visible");
  });

  it("hides the longest first, so that no rest of a secret is left", () => {
    const mask = masker(["sesame", "sesame-street"]);
    expect(mask("sesame-street, sesame")).toBe("***, ***");
  });

  it("leaves short words readable", () => {
    expect(masker(secretStrings({ a: secret("true") }))("it is true")).toBe("it is true");
  });
});
