import type { ServiceName } from "../../spec/services.ts";

/** The type of a container of @pulumi/docker in plans and states. */
export const CONTAINER_TYPE = "docker:index/container:Container";

/** What a stack's things are called in a Docker daemon, which other stacks share. */
export const names = {
  network: (stack: string) => `tensora-${stack}`,
  container: (stack: string, service: ServiceName) => `tensora-${stack}-${service}`,
  volume: (stack: string, service: ServiceName) => `tensora-${stack}-${service}`,
} as const;
