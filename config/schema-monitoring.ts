import { z } from "zod";
import { group, key, sealed, whole } from "./schema-keys.ts";

const balance = z.number().min(0).max(1e6);

export const monitoring = group(
  {
    enabled: key(z.boolean(), "Whether Prometheus and Alertmanager watch the stack."),
    interval: key(whole(1, 300), "Time between two scrapes; alert rules are looked at as often.", {
      unit: "seconds",
    }),
    retention: group(
      {
        days: key(whole(1, 3650), "How long Prometheus keeps what it has scraped.", { unit: "days" }),
        megabytes: key(whole(100), "How much of it Prometheus keeps on disk.", { unit: "MB" }),
      },
      "What Prometheus keeps: whichever limit is reached first.",
    ),
    webhooks: key(
      z.array(z.union([z.url({ protocol: /^https?$/ }), sealed])),
      "Who gets a POST when alerts fire and when they are resolved, as Alertmanager's web hooks do. The log of the exporter has them in any case.",
      { form: "a list of http or https URLs", secret: true },
    ),
    repeat: key(whole(60, 30 * 86_400), "Time until what still fires is told of again.", { unit: "seconds" }),
    lowest: group(
      {
        batcher: key(balance, "The batcher's balance on L1 below which an alert is given.", { unit: "BNB" }),
        proposer: key(balance, "The proposer's.", { unit: "BNB" }),
        disk: key(z.number().min(0).max(0.9), "The share of the disk that must be free.", {
          form: "a number from 0 to 0.9",
        }),
      },
      "When something is low. The paymaster's deposit is low when it stays below protocol.paymaster.minDeposit.",
    ),
  },
  "Metrics are kept, and somebody is told when something is wrong.",
);

export const ownConsole = group(
  {
    enabled: key(
      z.boolean(),
      "Whether the console runs: a page on this machine, at the address 127.0.0.1 only, that shows the stack.",
    ),
  },
  "The stack in a browser.",
);

export const pages = group(
  {
    origins: key(
      z.array(z.union([z.literal("*"), z.string().regex(/^https?:\/\/[a-z0-9.-]+(:\d+)?$/)])),
      "Origins of web pages that may use both chains by WebSocket, such as `http://localhost:5173`; `*` is any page. While one is named, nobody traces by WebSocket; over HTTP every program does.",
      { form: "a list of origins" },
    ),
  },
  "Web pages that may use the chains: none, unless they are named.",
);
