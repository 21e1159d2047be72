import { useState } from "preact/hooks";
import { amount, short } from "../format.ts";

/** Asks the server to give an address BNB and TORA on L2. Local stacks only. */
export function FaucetPanel({ tora }: { tora: boolean }) {
  const [said, say] = useState<{ text: string; bad: boolean }>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const wanted = { tora: "0", ...Object.fromEntries(form) } as Record<"address" | "bnb" | "tora", string>;
    setBusy(true);
    say(undefined);
    try {
      say(await give(wanted));
    } catch (error) {
      say({ text: `No answer: ${(error as Error).message}`, bad: true });
    } finally {
      setBusy(false);
    }
  };
  return (
    <section id="faucet" aria-labelledby="faucet-title">
      <header>
        <h2 id="faucet-title">Faucet</h2>
      </header>
      <form onSubmit={submit}>
        <label>
          Address on L2
          <input
            name="address"
            required
            pattern="0x[0-9a-fA-F]{40}"
            title="0x and 40 hexadecimal digits"
            spellcheck={false}
            autocomplete="off"
          />
        </label>
        <label>
          BNB
          <input
            name="bnb"
            required
            inputMode="decimal"
            defaultValue="1"
            pattern="\d+(\.\d{1,18})?"
            title="a decimal number"
          />
        </label>
        {tora && (
          <label>
            TORA
            <input
              name="tora"
              required
              inputMode="decimal"
              defaultValue="1000"
              pattern="\d+(\.\d{1,18})?"
              title="a decimal number"
            />
          </label>
        )}
        <button type="submit" disabled={busy}>
          {busy ? "Giving…" : "Give"}
        </button>
      </form>
      <p role="status" class={said?.bad ? "error" : ""}>
        {said?.text}
      </p>
    </section>
  );
}

async function give(wanted: Record<"address" | "bnb" | "tora", string>) {
  const { address, bnb, tora } = wanted;
  const response = await fetch("/api/faucet", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ address: address.trim(), bnb, tora }),
  });
  if (!response.ok) return { text: `Not given: ${(await response.text()).split("\n", 1)[0]}`, bad: true };
  const { balance } = (await response.json()) as { balance: string };
  return { text: `${short(address.trim())} has ${amount(balance)} BNB now.`, bad: false };
}
