import * as pulumi from "@pulumi/pulumi";

/** The base of every role's component: its type token is `tensora:role:<role>`. */
export abstract class RoleComponent extends pulumi.ComponentResource {
  protected constructor(role: string, opts?: pulumi.ComponentResourceOptions) {
    super(`tensora:role:${role}`, role, {}, opts);
  }
}
