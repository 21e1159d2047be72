import { namingStack } from "../../lib/advice.ts";
import { messageOf, TensoraError } from "../../lib/errors.ts";
import { within } from "../../lib/within.ts";
import type { Props, ResourceContext, ResourceKind } from "../kind.ts";
import type { EngineLog } from "./engine-log.ts";
import { masker, messageMasker, secretStrings } from "./mask.ts";
import { Failure } from "./status.ts";

/** The kinds by type token, each loaded when the first resource of it is seen: the plugin's start stays fast. */
export type KindTable = Readonly<Record<string, () => Promise<ResourceKind>>>;

/** What all operations of one plugin process share. */
export interface Host {
  kinds: KindTable;
  /** What the provider was configured with, secrets opened. */
  config: Props;
  /** Looks at the configuration before any resource is. @throws TensoraError when nothing can work with it */
  configured?(config: Props): Promise<void>;
  /** Looks at what is on record of a resource before anything is done with it. @throws TensoraError to refuse it */
  refuse?(recorded: Props, stack: string): void;
  log: EngineLog;
  /** Aborted when the engine cancels or is gone. */
  cancelled: AbortSignal;
  /** Operations under way, so that the process ends after them. */
  running: Set<Promise<unknown>>;
}

/** The kind of a resource and what it is given. */
export interface Operation {
  kind: ResourceKind;
  ctx: ResourceContext;
  /** Whether a text shows a secret of the request. */
  shows(text: string): boolean;
}

export interface OperationRequest {
  urn: string;
  /** Properties as they came, with their secrets: no message that leaves may show one of these. */
  values: Props[];
  /** The inputs that the state has of it. */
  recorded?: Props;
  /** Seconds that the program allows; 0 for no limit. */
  timeout?: number;
}

/**
 * Runs one operation on one resource.
 * @throws Failure with the masked explanation of whatever the kind threw.
 */
export async function operate<T>(
  host: Host,
  request: OperationRequest,
  work: (operation: Operation) => Promise<T>,
): Promise<T> {
  const secrets = request.values.flatMap((value) => secretStrings(value));
  const mask = messageMasker(secrets);
  const shows = (text: string) => masker(secrets)(text) !== text;
  const running = inTime(host.cancelled, request.timeout, async (signal) => {
    const kind = await kindOf(host.kinds, request.urn);
    if (request.recorded) host.refuse?.(request.recorded, stackOf(request.urn));
    return work({ kind, ctx: contextOf(host, request.urn, mask, signal), shows });
  });
  host.running.add(running);
  try {
    return await running;
  } catch (error) {
    throw maskedFailure(host, request.urn, error, mask);
  } finally {
    host.running.delete(running);
  }
}

/**
 * Each operation has a signal of its own, as many of them listen at the same time.
 * @param seconds that the work has; 0 for no limit
 */
const inTime = <T>(
  cancelled: AbortSignal,
  seconds: number | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => (seconds ? within(seconds * 1000, cancelled, work) : work(AbortSignal.any([cancelled])));

const contextOf = (
  host: Host,
  urn: string,
  mask: (text: string) => string,
  signal: AbortSignal,
): ResourceContext => ({
  urn,
  config: host.config,
  log: (message) => void host.log.send("info", urn, mask(message), true),
  mask,
  signal,
});

async function kindOf(kinds: KindTable, urn: string): Promise<ResourceKind> {
  const type = typeOf(urn);
  const load = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (load) return load();
  throw new TensoraError(`the tensora provider has no resource type ${type}`, {
    where: urn,
    next: [`use one of ${Object.keys(kinds).join(", ")}`],
  });
}

/** The type token of a URN: `urn:pulumi:stack::project::parentType$type::name`. */
export const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";

/** The stack of a URN. */
export const stackOf = (urn: string): string => urn.split("::")[0]?.replace("urn:pulumi:", "") ?? "";

/** A failure of an unexpected kind also leaves its stack, for `--debug` only. */
function maskedFailure(host: Host, urn: string, error: unknown, mask: (text: string) => string): Failure {
  if (error instanceof Failure) return new Failure(mask(error.message), error.code, error.unfinished);
  if (error instanceof Error && !(error instanceof TensoraError) && error.stack) {
    void host.log.send("debug", urn, mask(error.stack), false);
  }
  return new Failure(mask(namingStack(messageOf(error), stackOf(urn))));
}
