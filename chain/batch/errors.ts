import { TensoraError } from "../../lib/errors.ts";

/** Data that is no batch, or not one that derivation would accept. */
export class BatchError extends TensoraError {
  override readonly name = "BatchError";
}
