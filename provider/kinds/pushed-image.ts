import { execa } from "execa";
import type { PushedImageInputs, PushedImageOutputs } from "../../resources/image.ts";
import { ProgramError } from "../../lib/errors.ts";
import { ensureImage } from "../../toolchain/images/image.ts";
import { programPath } from "../../toolchain/index.ts";
import type { ResourceContext, ResourceKind } from "../kind.ts";
import { changedProperties } from "../server/compare.ts";

/** Seconds that a registry may take for one image. */
const PATIENCE = 300;

/**
 * An image of a program of the toolchain: made once for all stacks, pushed to a registry, and known by the digest that
 * the registry answers with. It stays in the registry: others may run it, and registries tidy up by rules of their own.
 */
export const pushedImageKind: ResourceKind<PushedImageInputs, PushedImageOutputs> = {
  type: "tensora:index:PushedImage",
  replaceOnChanges: ["program", "official", "key", "registry"],

  async diff(_id, olds, outputs, news) {
    const replaces = changedProperties({ ...olds }, { ...news });
    if (replaces.length > 0) return { changed: replaces, replaces };
    return (await isThere(outputs.reference))
      ? { changed: [] }
      : { changed: ["reference"], reason: "is not in the registry" };
  },

  async create(inputs, ctx) {
    return { id: tagOf(inputs), outputs: await push(inputs, ctx) };
  },

  read: async (_id, _inputs, outputs) => ((await isThere(outputs.reference)) ? outputs : undefined),
  update: (_id, _olds, _outputs, news, ctx) => push(news, ctx),
  delete: async () => {},
};

const tagOf = ({ registry, program, key }: PushedImageInputs) => `${registry}/${program}:${key}`;

const isThere = async (reference: string) =>
  !(await execa(programPath("crane"), ["manifest", reference], { reject: false, timeout: 10_000 })).failed;

async function push(
  inputs: PushedImageInputs,
  { log, signal }: ResourceContext,
): Promise<PushedImageOutputs> {
  const file = await ensureImage(inputs, ({ what, state }) => log(`${what}: ${state}`));
  log("pushing the image");
  const command = [programPath("crane"), "push", file, tagOf(inputs)] as const;
  const [program, ...args] = command;
  const pushed = await execa(program, args, {
    reject: false,
    timeout: PATIENCE * 1000,
    cancelSignal: signal,
  });
  if (!pushed.failed) return { reference: pushed.stdout.trim().split("\n").at(-1) ?? "" };
  const exit = { code: pushed.exitCode ?? null, signal: pushed.signal ?? null };
  throw new ProgramError(
    `${tagOf(inputs)} could not be pushed`,
    command,
    exit,
    pushed.stderr.split("\n").slice(-10),
    {
      where: "runtime.imageRegistry",
      next: ["check that the registry is reachable and that you are logged in to it (`docker login`)"],
    },
  );
}
