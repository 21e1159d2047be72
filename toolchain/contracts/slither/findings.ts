/** A thing in the source, as slither's JSON has it and as far as it is needed. */
export interface Element {
  type: string;
  name: string;
  type_specific_fields?: { parent?: Element; signature?: string };
}

export interface Finding {
  check: string;
  impact: string;
  description: string;
  elements: Element[];
}

/** Findings that are known and stay, for one reason: every entry of contracts/slither.triage.json. */
export interface Explanation {
  /** Of slither's detectors. */
  check: string;
  why: string;
  /** Contracts, or functions or variables of one: `StakePool.withdraw(uint256)`. */
  in: string[];
}

export interface Judgement {
  /** Findings that nobody has explained. */
  unexplained: Finding[];
  /** What is explained and not found any more: `<check> in <place>`. */
  stale: string[];
}

/** A finding is explained by its detector and place: lines come and go. */
export function judge(findings: readonly Finding[], explanations: readonly Explanation[]): Judgement {
  const found = new Set(findings.map((finding) => key(finding.check, placeOf(finding))));
  const known = explanations.flatMap((one) => one.in.map((place) => key(one.check, place)));
  return {
    unexplained: findings.filter((finding) => !known.includes(key(finding.check, placeOf(finding)))),
    stale: known.filter((one) => !found.has(one)),
  };
}

const key = (check: string, place: string) => `${check} in ${place}`;

/** The contract, function or variable that a finding names first. */
export const placeOf = ({ elements: [first] }: Finding): string => (first ? nameOf(first) : "");

function nameOf({ type, name, type_specific_fields: { parent, signature } = {} }: Element): string {
  if (!parent || parent.type === "source_unit") return signature ?? name;
  // a statement is found through the function that it is in
  return type === "node" ? nameOf(parent) : `${nameOf(parent)}.${signature ?? name}`;
}
