import type { Props } from "../wire.ts";
import { secret } from "../wire.ts";
import { type Declaration, ref, type TestProgram } from "./program.ts";

/** A program, what it is changed to, and the steps of the change. */
export interface Case {
  number: number;
  name: string;
  before: TestProgram;
  after: TestProgram;
  /** Steps of the change, in order where the order is fixed. */
  steps: string[];
  /** Steps that run at the same time come in any order. */
  unordered?: boolean;
  /** What `destroy` leaves in the world on purpose. */
  left?: string[];
}

const of = (...resources: Declaration[]): TestProgram => ({ resources });
const item = (name: string, inputs: Props = {}, options: Partial<Declaration> = {}): Declaration => ({
  name,
  inputs,
  ...options,
});
const GROUP = "test:index:Group";

/** Small programs for what a program can ask of an engine; every failure is injected into each of them. */
export const CATALOGUE: readonly Case[] = [
  {
    number: 100,
    name: "a chain whose first link changes",
    before: of(item("a", { value: 1 }), item("b", { from: ref("a", "serial") })),
    after: of(item("a", { value: 2 }), item("b", { from: ref("a", "serial") })),
    steps: ["update a", "update b"],
  },
  {
    number: 101,
    name: "one that others fan out from, and into",
    before: of(item("a"), item("b", {}, { dependsOn: ["a"] }), item("c", {}, { dependsOn: ["a"] })),
    after: of(
      item("a"),
      item("b", { value: 1 }, { dependsOn: ["a"] }),
      item("c", { value: 1 }, { dependsOn: ["a"] }),
      item("d", {}, { dependsOn: ["b", "c"] }),
    ),
    steps: ["update b", "update c", "create d"],
    unordered: true,
  },
  {
    number: 102,
    name: "children of nested components, one of which is dropped",
    before: of(
      { name: "outer", type: GROUP, component: true },
      { name: "inner", type: GROUP, component: true, parent: "outer" },
      item("kept", {}, { parent: "inner" }),
      item("dropped", {}, { parent: "inner", dependsOn: ["kept"] }),
    ),
    after: of(
      { name: "outer", type: GROUP, component: true },
      { name: "inner", type: GROUP, component: true, parent: "outer" },
      item("kept", { value: 1 }, { parent: "inner" }),
    ),
    steps: ["update kept", "delete dropped"],
  },
  {
    number: 103,
    name: "a replacement that comes before the deletion",
    before: of(item("a", { key: "one" }), item("b", { from: ref("a", "serial") })),
    after: of(item("a", { key: "two" }), item("b", { from: ref("a", "serial") })),
    steps: ["create-replacement a", "update b", "delete-replaced a"],
  },
  {
    number: 104,
    name: "a deletion that comes before the replacement, and takes others along",
    before: of(item("a", { slot: "x" }), item("b", { slot: ref("a", "serial") }), item("c")),
    after: of(item("a", { slot: "y" }), item("b", { slot: ref("a", "serial") }), item("c")),
    steps: ["delete-replaced b", "delete-replaced a", "create-replacement a", "create-replacement b"],
  },
  {
    number: 105,
    name: "deleteBeforeReplace and replaceOnChanges by the program's wish",
    before: of(item("a", { key: 1 }, { deleteBeforeReplace: true }), item("b", { value: 1 })),
    after: of(
      item("a", { key: 2 }, { deleteBeforeReplace: true }),
      item("b", { value: 2 }, { replaceOnChanges: ["value"], deleteBeforeReplace: true }),
    ),
    steps: ["delete-replaced a", "delete-replaced b", "create-replacement a", "create-replacement b"],
    unordered: true,
  },
  {
    number: 106,
    name: "new names by alias, of a component and its child",
    before: of({ name: "old", type: GROUP, component: true }, item("child", { value: 1 }, { parent: "old" })),
    after: of(
      { name: "new", type: GROUP, component: true, aliases: [{ name: "old" }] },
      item("child", { value: 2 }, { parent: "new" }),
    ),
    steps: ["update child"],
  },
  {
    number: 107,
    name: "what is retained, and what goes with its host",
    before: of(
      item("kept", {}, { retainOnDelete: true }),
      item("host"),
      item("guest", { livesIn: "host-0" }, { deletedWith: "host" }),
    ),
    after: of(item("kept", { value: 1 }, { retainOnDelete: true })),
    steps: ["update kept", "delete guest", "delete host"],
    left: ["kept-0"],
  },
  {
    number: 108,
    name: "secrets",
    before: of(item("a", { token: secret("one") }, { additionalSecretOutputs: ["serial"] })),
    after: of(item("a", { token: secret("two") }, { additionalSecretOutputs: ["serial"] })),
    steps: ["update a"],
  },
  {
    number: 109,
    name: "ignored changes, and protection that comes and goes",
    before: of(item("a", { value: 1 }, { ignoreChanges: ["value"], protect: true }), item("b", { value: 1 })),
    after: of(item("a", { value: 2 }, { ignoreChanges: ["value"], protect: false }), item("b", { value: 2 })),
    steps: ["update b"],
  },
];
