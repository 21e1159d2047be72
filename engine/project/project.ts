import path from "node:path";
import { parse } from "yaml";
import { TensoraError } from "../../lib/errors.ts";
import { readIfThere } from "../../lib/files.ts";
import { isPlainObject } from "../model/values.ts";

/** A provider plugin that the project brings along. */
export interface PluginEntry {
  name: string;
  /** Folder of the executable `pulumi-resource-<name>`, absolute. */
  directory: string;
}

/** What the engine needs of `Pulumi.yaml`. */
export interface Project {
  root: string;
  name: string;
  /** The program, relative to the root. */
  main: string;
  stackConfigDirectory: string;
  /** Whether the SDK compiles TypeScript itself. */
  typescript: boolean;
  nodeArguments: string[];
  plugins: PluginEntry[];
  /** Folder of the engine's own plugins for packages of others; see EngineOptions. */
  builtin?: string | undefined;
  /** Values for every stack, by configuration key. */
  config: Record<string, unknown>;
  /** Folder that holds `.pulumi`. */
  stateRoot: string;
}

/** Reads a project. @throws TensoraError when there is none, or it is one this engine cannot run. */
export async function readProject(root: string): Promise<Project> {
  const file = path.join(root, "Pulumi.yaml");
  const text = await readIfThere(file);
  if (text === undefined) throw new TensoraError("there is no Pulumi project", { where: file });
  const yaml = parseYaml(text, file);
  if (typeof yaml.name !== "string") throw new TensoraError("the project has no name", { where: file });
  const runtime = isPlainObject(yaml.runtime) ? yaml.runtime : { name: yaml.runtime };
  if (runtime.name !== "nodejs") {
    throw new TensoraError(`the embedded engine runs nodejs programs only, not ${String(runtime.name)}`, {
      where: file,
    });
  }
  const options = isPlainObject(runtime.options) ? runtime.options : {};
  return {
    root,
    name: yaml.name,
    main: typeof yaml.main === "string" ? yaml.main : ".",
    stackConfigDirectory: path.join(
      root,
      typeof yaml.stackConfigDir === "string" ? yaml.stackConfigDir : ".",
    ),
    typescript: options.typescript !== false,
    nodeArguments: typeof options.nodeargs === "string" ? options.nodeargs.split(" ").filter(Boolean) : [],
    plugins: pluginEntries(yaml, root),
    config: isPlainObject(yaml.config) ? yaml.config : {},
    stateRoot: stateRoot(yaml, root, file),
  };
}

/** A YAML file whose top level is a map. @throws TensoraError with the place of the first syntax error. */
export function parseYaml(text: string, file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = parse(text) ?? {};
  } catch (cause) {
    throw new TensoraError("the file is not valid YAML", { where: file, cause });
  }
  if (!isPlainObject(value)) throw new TensoraError("the file is not a map of settings", { where: file });
  return value;
}

function pluginEntries(yaml: Record<string, unknown>, root: string): PluginEntry[] {
  const providers = isPlainObject(yaml.plugins) ? yaml.plugins.providers : undefined;
  if (!Array.isArray(providers)) return [];
  return providers.filter(isPlainObject).map((entry) => ({
    name: String(entry.name),
    directory: path.resolve(root, String(entry.path)),
  }));
}

function stateRoot(yaml: Record<string, unknown>, root: string, file: string): string {
  const url = isPlainObject(yaml.backend) ? yaml.backend.url : undefined;
  if (url === undefined) return root;
  if (typeof url !== "string" || !url.startsWith("file://")) {
    throw new TensoraError(`the embedded engine keeps state in files only, not in ${String(url)}`, {
      where: file,
      next: ["set backend.url to file://. or use the Pulumi CLI"],
    });
  }
  return path.resolve(root, url.slice("file://".length));
}
