/**
 * The text of an HTTP message's body.
 * @param most bytes that it may have
 * @returns undefined where it has more; the rest is not read
 */
export async function bodyOf(message: AsyncIterable<Buffer>, most: number): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of message) {
    size += part.length;
    if (size > most) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
