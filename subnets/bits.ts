/** Which bits of a number are set, such as places of a roster, from the lowest. */
export const bitsOf = (members: bigint): number[] =>
  [...members.toString(2)].reverse().flatMap((bit, index) => (bit === "1" ? [index] : []));
