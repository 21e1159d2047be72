import { afterEach, expect, test, vi } from "vitest";
import { type Interrupts, listenToInterrupts } from "./interrupt.ts";

let interrupts: Interrupts;
const said: string[] = [];
const listen = () => {
  said.length = 0;
  interrupts = listenToInterrupts((line) => said.push(line));
};
const state = () => [interrupts.polite.aborted, interrupts.urgent.aborted];
afterEach(() => {
  interrupts.release();
  vi.restoreAllMocks();
});

test("Ctrl-C asks ever more urgently, and the third ends the process", () => {
  const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
  listen();
  expect(state()).toEqual([false, false]);
  process.emit("SIGINT");
  expect(state()).toEqual([true, false]);
  process.emit("SIGINT");
  expect(state()).toEqual([true, true]);
  expect(said).toEqual([
    "stopping: finishing operations in progress; press Ctrl-C again to cancel them",
    "cancelling operations in progress",
  ]);
  expect(exit).not.toHaveBeenCalled();
  process.emit("SIGINT");
  expect(exit).toHaveBeenCalledWith(130);
});

test("SIGTERM counts as the first, and nothing is listened to afterwards", () => {
  const before = process.listenerCount("SIGINT");
  listen();
  process.emit("SIGTERM");
  expect(state()).toEqual([true, false]);
  interrupts.release();
  expect(process.listenerCount("SIGINT")).toBe(before);
});
