/** The annotation with the digest of the program that a pod runs. */
export const VERSION = "tensora/version";

/** The annotation with the digest of everything besides its manifest that a pod restarts for. */
export const CONFIG = "tensora/config";
/** Which stack has made an object. */
export const OWNER = "tensora/owner";
