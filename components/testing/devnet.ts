import { ACCOUNT_ROLES } from "../../spec/devnet.ts";
import { type Devnet, loadObject } from "../../config/index.ts";
import type { Placement } from "../../spec/service.ts";
import { SERVICES, type ServiceName } from "../../spec/services.ts";

/** What a stack file of these values describes. Nothing is written: ports are the fixed ones. */
export const devnetOf = (values: Record<string, unknown> = {}): Promise<Devnet> =>
  loadObject(values, { root: "/project", stack: "test" });

/** An L1 that the stack does not run. Its URL has what must be seen nowhere. */
export const EXTERNAL = {
  l1: { kind: "external", rpcUrl: "https://l1.test/api-key", chainId: 714 },
  accounts: Object.fromEntries(
    ACCOUNT_ROLES.map((role, i) => [role, `0x${(i + 1).toString(16).padStart(2, "0").repeat(32)}`]),
  ),
};

/** A place whose answers can be recognised in arguments. */
export const placeOf = (service: ServiceName, l1Url = "http://l1:http"): Placement => ({
  listen: "127.0.0.1",
  file: (name) => `/files/${name}`,
  data: () => `/data/${service}`,
  url: (other, port, scheme = "http") =>
    other === SERVICES.l1.name ? l1Url : `${scheme}://${other}:${port}`,
});

/** The value of a flag written as `--flag=value`; the last one wins, as it does for the programs. */
export const flagOf = (args: string[], flag: string): string | undefined =>
  args.findLast((arg) => arg.startsWith(`${flag}=`))?.slice(flag.length + 1);
