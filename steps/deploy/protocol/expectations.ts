import { type Abi, pad, zeroAddress } from "viem";
import { PROXY_IMPLEMENTATION_SLOT } from "../../../spec/contracts.ts";
import {
  type CodeExpectation,
  type Expectations,
  getters,
  type LockExpectation,
  type SlotExpectation,
  type ValueExpectation,
} from "../delivery/expected.ts";
import type { ArtifactOf } from "./artifacts.ts";
import { initialCall, type Placed, PROXY } from "./plan.ts";

/** Everything that must be true of a finished deployment, from its deployment plan and the artifacts alone. */
export function expectations(placed: readonly Placed[], artifact: ArtifactOf): Expectations {
  const all = placed.map((place) => expectationsOf(place, artifact));
  return {
    codes: all.flatMap(({ codes }) => codes),
    values: all.flatMap(({ values }) => values),
    locks: all.flatMap(({ locks }) => locks),
    slots: all.flatMap(({ slots = [] }) => slots),
  };
}

function expectationsOf({ contract, address, implementation }: Placed, artifact: ArtifactOf): Expectations {
  const { name, is = {} } = contract;
  const { abi } = artifact(name);
  const values = getters(name, address, abi, is);
  switch (contract.kind) {
    case "canonical":
      // the address is a hash of the creation code: that it answers is enough
      return { codes: [], values, locks: [] };
    case "plain":
      return { codes: [codeOf(name, name, address, artifact)], values, locks: [] };
    case "implementation":
      return {
        codes: [codeOf(name, name, address, artifact)],
        values: [ownPlace(name, address, abi)],
        locks: [],
      };
    case "proxied": {
      const data = initialCall(contract, artifact);
      const behind = implementation ?? zeroAddress;
      return {
        codes: [
          codeOf(`${name} implementation`, name, behind, artifact),
          codeOf(`${name} proxy`, PROXY, address, artifact),
        ],
        values: [...values, ownPlace(name, behind, abi)],
        locks: [
          { what: `${name} proxy`, address, data },
          { what: `${name} implementation`, address: behind, data },
        ] satisfies LockExpectation[],
        slots: [proxySlot(name, address, behind)],
      };
    }
  }
}

/** The code at an address is that of a contract. */
export function codeOf(
  what: string,
  contract: string,
  address: CodeExpectation["address"],
  artifact: ArtifactOf,
): CodeExpectation {
  const { runtime, immutables } = artifact(contract);
  return { what, address, code: runtime, immutables };
}

/** A proxy stands before this implementation. */
export const proxySlot = (
  name: string,
  proxy: SlotExpectation["address"],
  implementation: SlotExpectation["address"],
): SlotExpectation => ({
  what: `implementation of ${name}`,
  address: proxy,
  slot: PROXY_IMPLEMENTATION_SLOT,
  expected: pad(implementation),
});

/** An implementation answers this only where it was created: the immutable that tells it so is what it must be. */
const ownPlace = (name: string, address: ValueExpectation["address"], abi: Abi): ValueExpectation => ({
  what: `${name} implementation.proxiableUUID`,
  address,
  abi,
  functionName: "proxiableUUID",
  args: [],
  expected: PROXY_IMPLEMENTATION_SLOT,
});
