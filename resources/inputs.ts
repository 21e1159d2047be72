import type * as pulumi from "@pulumi/pulumi";

/** Plain values of which any may still be an output. */
export type Inputs<T> = { [K in keyof T]: pulumi.Input<pulumi.Unwrap<T[K]>> };
