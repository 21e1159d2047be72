import { describe, expect, it } from "vitest";
import { secret } from "../../engine/wire.ts";
import { masker, messageMasker, secretStrings } from "./mask.ts";

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

  it("leaves scheme and host of a secret URL in messages, also of one in an environment", () => {
    const url = "https://user:sesame@l1.example/v3/0123456789abcdef";
    const variables = [`OP_NODE_L1_ETH_RPC=${url}`, `OP_BATCHER_PRIVATE_KEY=${KEY}`];
    const mask = messageMasker(secretStrings(secret({ variables })));
    expect(mask(`L1 at ${url}, key ${KEY.slice(2)}`)).toBe("L1 at https://l1.example, key ***");
    expect(mask("POST /v3/0123456789abcdef: bad password sesame")).toBe("POST ***: bad password ***");
    const bare = messageMasker(secretStrings(secret("http://127.0.0.1:8545")));
    expect(bare("L1 at http://127.0.0.1:8545")).toBe("L1 at http://127.0.0.1:8545");
  });

  it("takes no word of a URL for a secret where it decides what is secret", () => {
    const mask = masker(secretStrings(secret("https://l1.example/networks/0123456789abcdef")));
    expect(mask("/home/networks/logs")).toBe("/home/networks/logs");
  });

  it("leaves short words readable", () => {
    expect(masker(secretStrings({ a: secret("true") }))("it is true")).toBe("it is true");
  });
});
