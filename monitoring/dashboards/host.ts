import { type Board, graph, stat } from "./types.ts";

/** What the services use, and what is left. */
export const host: Board = {
  uid: "tensora-host",
  title: "Tensora: host",
  panels: [
    stat("Free disk space", "percentunit", [
      "tensora_host_disk_available_bytes / tensora_host_disk_bytes",
      "free",
    ]),
    stat("Free memory", "percentunit", [
      "tensora_host_memory_available_bytes / tensora_host_memory_bytes",
      "free",
    ]),
    stat("Load per processor", "percentunit", ["tensora_host_load / tensora_host_processors", "load"]),
    graph("Processors", "none", ["tensora:service_processors", "{{job}}"]),
    graph("Memory", "bytes", ["tensora:service_memory_bytes", "{{job}}"]),
    graph("Disk", "bytes", ["tensora:service_disk_bytes", "{{job}}"]),
    graph("Event loop lag", "s", ["nodejs_eventloop_lag_p99_seconds", "{{job}}"]),
  ],
};
