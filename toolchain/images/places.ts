/** Where things are in every image. */
export const PLACES = {
  /** A chain's durable folder: a volume takes its owner and mode from here. */
  data: "/data",
  attendant: "/usr/local/bin/attendant",
  app: "/app",
} as const;
