import { z } from "zod";
import { group, key, sealed, whole } from "./schema-keys.ts";

const balance = z.number().min(0).max(1e6);

export const monitoring = group(
  {
    enabled: key(z.boolean(), "Whether to run Prometheus and Alertmanager."),
    interval: key(whole(1, 300), "How often Prometheus scrapes metrics and evaluates alert rules.", {
      unit: "seconds",
    }),
    retention: group(
      {
        days: key(whole(1, 3650), "How long Prometheus keeps data.", { unit: "days" }),
        megabytes: key(whole(100), "How much data Prometheus keeps on disk.", { unit: "MB" }),
      },
      "How much Prometheus keeps. The limit that is reached first applies.",
    ),
    webhooks: key(
      z.array(z.union([z.url({ protocol: /^https?$/ }), sealed])),
      "URLs that receive a POST in Alertmanager's webhook format when an alert fires or is resolved. The exporter's log shows all alerts in any case.",
      { form: "a list of http or https URLs", secret: true },
    ),
    repeat: key(whole(60, 30 * 86_400), "How long until an alert that still fires is sent again.", {
      unit: "seconds",
    }),
    lowest: group(
      {
        batcher: key(balance, "Alert when the batcher's balance on L1 falls below this amount.", {
          unit: "BNB",
        }),
        proposer: key(balance, "Alert when the proposer's balance on L1 falls below this amount.", {
          unit: "BNB",
        }),
        disk: key(z.number().min(0).max(0.9), "Alert when a smaller share of the disk is free.", {
          form: "a number from 0 to 0.9",
        }),
      },
      "Alert thresholds. The threshold for the paymaster's deposit is protocol.paymaster.minDeposit.",
    ),
  },
  "Metrics and alerts.",
);

export const ownConsole = group(
  {
    enabled: key(
      z.boolean(),
      "Whether to run the console, a web page that shows the stack. It listens on 127.0.0.1 only.",
    ),
  },
  "The console: the stack in a browser.",
);

export const pages = group(
  {
    origins: key(
      z.array(z.union([z.literal("*"), z.string().regex(/^https?:\/\/[a-z0-9.-]+(:\d+)?$/)])),
      "Origins of web pages that can use both chains over WebSocket, such as `http://localhost:5173`; `*` allows every page. If any origin is set, the `debug` API is not available over WebSocket; programs can still use it over HTTP.",
      { form: "a list of origins" },
    ),
  },
  "Which web pages can use the chains. By default none can.",
);
