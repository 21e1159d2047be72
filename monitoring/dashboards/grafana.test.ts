import { expect, it } from "vitest";
import { parse } from "yaml";
import { grafanaFiles } from "./grafana.ts";
import { DASHBOARDS } from "./index.ts";

const FILES = grafanaFiles({
  stack: "local",
  prometheus: "http://127.0.0.1:9190",
  image: "grafana:1",
  port: 3000,
});
const file = (name: string) => parse(FILES[name] ?? "");

it("has every dashboard, on the source that it provides", () => {
  const names = DASHBOARDS.map(({ uid }) => `dashboards/${uid}.json`);
  expect(Object.keys(FILES).filter((name) => name.startsWith("dashboards/"))).toEqual(names);
  const [source] = file("provisioning/datasources/tensora.yaml").datasources;
  expect(source).toMatchObject({ type: "prometheus", url: "http://127.0.0.1:9190" });
  for (const name of names) {
    const used = [...(FILES[name] ?? "").matchAll(/"uid": "(tensora-prometheus|[^"]*)"/g)].map(
      ([, uid]) => uid,
    );
    expect(used).toContain(source.uid);
  }
});

it("runs Grafana on loopback, without privileges, where its dashboards are", () => {
  const { grafana } = file("compose.yaml").services;
  expect(grafana.environment.GF_SERVER_HTTP_ADDR).toBe("127.0.0.1");
  expect(grafana).toMatchObject({ image: "grafana:1", read_only: true, cap_drop: ["ALL"] });
  const { path } = file("provisioning/dashboards/tensora.yaml").providers[0].options;
  expect(grafana.volumes).toContain(`./dashboards:${path}:ro`);
});
