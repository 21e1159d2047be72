import type { ServiceInputs, ServiceOutputs } from "../../resources/service.ts";
import { messageOf, TensoraError } from "../../lib/errors.ts";
import { deleteService, ensureSupervisor, getService, putService } from "../../runtimes/process/client.ts";
import { describe } from "../../runtimes/process/descriptor.ts";
import { layout } from "../../runtimes/process/layout.ts";
import type { Descriptor } from "../../runtimes/process/protocol.ts";
import { readDescriptor } from "../../runtimes/process/store.ts";
import type { ProgramName } from "../../spec/services.ts";
import { programPath } from "../../toolchain/lookup.ts";
import type { ResourceContext, ResourceKind } from "../kind.ts";
import { serviceDifference } from "./service-diff.ts";
import { healthy } from "./service-health.ts";
import { refuseTakenPorts } from "./service-ports.ts";
import { proofOf, proven } from "./service-proof.ts";

type Kind = ResourceKind<ServiceInputs, ServiceOutputs>;

/** Seconds in which a chain must go on after a change of a program that it needs; some of its longest blocks. */
const PATIENCE = 180;

/**
 * A supervised process, ready when its health says so; after a change also only when its chain goes on.
 * @param pathOf the absolute path of a program; throws when there is none
 * @param patience seconds in which a chain must go on after a change
 */
export function serviceKindOf(pathOf: (program: ProgramName) => string, patience = PATIENCE): Kind {
  const descriptorOf = (inputs: ServiceInputs) => describe(inputs, pathOf(inputs.service.program));

  return {
    type: "tensora:index:Service",
    replaceOnChanges: ["dir"],

    async diff(_id, olds, _outputs, news) {
      return serviceDifference(
        olds,
        news,
        attempt(() => descriptorOf(news).digest),
      );
    },

    async create(inputs, ctx) {
      await bringUp(inputs, descriptorOf(inputs), ctx);
      return { id: inputs.service.name, outputs: outputsOf(inputs) };
    },

    unfinished: (inputs) => ({ id: inputs.service.name, outputs: outputsOf(inputs) }),

    async read(id, inputs) {
      return (await getService(inputs.dir, id)) ? outputsOf(inputs) : undefined;
    },

    async update(_id, olds, _outputs, news, ctx) {
      const wanted = descriptorOf(news);
      const former = await formerOf(olds, wanted);
      const proof = former && (await proofOf(olds, news));
      try {
        await bringUp(news, wanted, ctx, olds);
        if (proof) await proven(news, proof, wanted.program, patience, ctx);
      } catch (error) {
        // What was put is what counts: a refusal before that has changed nothing.
        const tried = readDescriptor(news.dir, news.service.name)?.digest === wanted.digest;
        if (!former || !tried || ctx.signal.aborted) throw error;
        throw await putBack(olds, former, error, ctx);
      }
      return outputsOf(news);
    },

    async delete(id, inputs) {
      // Not ended by the engine's cancellation: half a stop is none.
      await deleteService(inputs.dir, id);
    },
  };
}

export const serviceKind = serviceKindOf(programPath);

const outputsOf = ({ dir, service }: ServiceInputs): ServiceOutputs => ({
  name: service.name,
  log: layout.log(dir, service.name),
});

/** Starts a service, or starts it anew, and waits until it is ready. */
async function bringUp(
  inputs: ServiceInputs,
  descriptor: Descriptor,
  ctx: ResourceContext,
  olds?: ServiceInputs,
): Promise<void> {
  const { dir, service } = inputs;
  // First, because it knows of processes that a former supervisor has left on these ports.
  await ensureSupervisor(dir);
  const status = await getService(dir, service.name);
  const runs = status?.pid !== undefined;
  const asWanted = runs && status.digest === descriptor.digest;
  if (!asWanted) {
    const own = runs ? Object.values((olds ?? inputs).service.ports) : [];
    await refuseTakenPorts(inputs, new Set(own));
  }
  ctx.log(asWanted ? "already running" : runs ? "restarts" : "starts");
  await putService(dir, descriptor, ctx.signal);
  await healthy(inputs, descriptor.program, ctx);
}

/** The descriptor to go back to: what ran well until now, if it is another one than what is wanted. */
async function formerOf(
  { dir, service }: ServiceInputs,
  wanted: Descriptor,
): Promise<Descriptor | undefined> {
  const status = await getService(dir, service.name);
  const former = readDescriptor(dir, service.name);
  return status?.state === "running" && former && former.digest !== wanted.digest ? former : undefined;
}

/** Runs the former specification again. @returns the error that tells of both */
async function putBack(
  olds: ServiceInputs,
  former: Descriptor,
  failure: unknown,
  ctx: ResourceContext,
): Promise<TensoraError> {
  const { name } = olds.service;
  ctx.log("did not become ready: rolling back to its previous specification");
  const outcome = await putService(olds.dir, former, ctx.signal)
    .then(() => healthy(olds, former.program, ctx))
    .then(
      () => "the previous one is running again",
      (error) => `the previous one was restored but did not become ready either: ${messageOf(error)}`,
    );
  return new TensoraError(`${name} did not become ready with its new specification; ${outcome}`, {
    where: `services.${name}`,
    cause: failure,
  });
}

function attempt<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch {
    return undefined;
  }
}
