import { messageOf } from "../../lib/errors.ts";
import { controlOf } from "../../runtimes/handle.ts";
import type { Settings } from "./settings.ts";

/** Lines that a log begins with. */
const LINES = 200;

/** The last lines of a service's log, then what it writes until the signal; the last thing is why it ended. */
export async function followLog(
  { handle }: Settings["services"][number],
  ended: AbortSignal,
  send: (event: "lines" | "end", data: unknown) => void,
): Promise<void> {
  try {
    const control = await controlOf(handle);
    send("lines", await control.tail(handle, LINES));
    const lines = new Lines();
    for await (const text of control.follow(handle, ended)) {
      const whole = lines.take(text);
      if (whole.length > 0) send("lines", whole);
    }
    send("end", { error: "the log has ended" });
  } catch (error) {
    if (!ended.aborted) send("end", { error: messageOf(error) });
  }
}

/** Cuts a text that comes in pieces into lines. */
export class Lines {
  private rest = "";

  /** @returns the lines that are complete now */
  take(text: string): string[] {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    return lines;
  }
}
