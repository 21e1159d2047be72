import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { ResourceContext } from "../kind.ts";

/** What a kind is given for a resource of the stack `dev`, with the messages it logs. */
export function testContext(): ResourceContext & { messages: string[] } {
  const messages: string[] = [];
  return {
    urn: "urn:pulumi:dev::tensora::tensora:index:Test::test",
    config: {},
    log: (message) => messages.push(message),
    mask: (text) => text.replaceAll("sesame", "***"),
    signal: new AbortController().signal,
    messages,
  };
}

/** A new stack folder named `dev`. */
export const stackFolder = () =>
  path.join(fs.mkdtempSync(path.join(os.tmpdir(), "tensora-provider-")), "dev");
