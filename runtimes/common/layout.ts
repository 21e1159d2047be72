import path from "node:path";

/** The file of a shared artefact of a stack, such as a genesis. @param dir the stack's folder */
export const stackFile = (dir: string, name: string) => path.join(dir, "files", name);
