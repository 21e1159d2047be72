import { expect, test } from "vitest";
import { lastOf, message } from "./sse.ts";

test("a message is an id, an event and one line of data, whatever the data has in it", () => {
  expect(message("panel", { text: "two\nlines\r\n" }, "a-7")).toBe(
    'id: a-7\nevent: panel\ndata: {"text":"two\\nlines\\r\\n"}\n\n',
  );
  expect(message("beat", 1)).toBe("event: beat\ndata: 1\n\n");
});

test("the last event counts only if it is of this run of the server", () => {
  expect(lastOf("abc-12", "abc")).toBe(12);
  for (const header of ["abd-12", "abc", "abc-", "abc-x", "abc--1", "12", "", undefined, ["abd-3"]])
    expect(lastOf(header, "abc"), String(header)).toBe(0);
});
