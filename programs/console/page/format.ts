const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** `12,345`. */
export const count = (value: number): string => whole.format(value);

/** A decimal amount with as many digits as matter: six significant ones, or three decimals of what is above 1000. */
export function amount(text: string): string {
  const value = Number(text);
  if (value === 0) return "0";
  const options = Math.abs(value) >= 1000 ? { maximumFractionDigits: 1 } : { maximumSignificantDigits: 4 };
  if (Math.abs(value) < 1e-9) return value.toExponential(2);
  return new Intl.NumberFormat("en", options).format(value);
}

/** A share of 1 as a percentage. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** `1.2 KB`. */
export function bytes(value: number): string {
  if (value < 1024) return `${value} B`;
  return value < 1024 ** 2 ? `${(value / 1024).toFixed(1)} KB` : `${(value / 1024 ** 2).toFixed(1)} MB`;
}

/** Seconds in the two largest units: `6 d 23 h`, `4 min 10 s`, `9 s`. */
export function duration(seconds: number): string {
  const total = Math.max(0, Math.round(seconds));
  const parts = [
    [Math.floor(total / 86_400), "d"],
    [Math.floor(total / 3600) % 24, "h"],
    [Math.floor(total / 60) % 60, "min"],
    [total % 60, "s"],
  ] as const;
  const first = parts.findIndex(([value]) => value > 0);
  if (first < 0) return "0 s";
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(" ");
}

/** The two ends of a hash or address. */
export const short = (hex: string): string => (hex.length > 14 ? `${hex.slice(0, 8)}…${hex.slice(-4)}` : hex);
