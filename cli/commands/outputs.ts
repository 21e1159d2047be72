import { EXIT, type ExitCode } from "../exit.ts";
import { placeOf, type StackOptions } from "../request.ts";
import { readOutputs } from "../../stack/read.ts";
import { faint, strong } from "../ui/colours.ts";
import { endpointLines } from "../ui/endpoints.ts";
import { columns } from "../ui/table.ts";

/** Where the stack is reached, and its contracts and services. */
export async function outputs({ stack, json = false }: StackOptions): Promise<ExitCode> {
  const known = await readOutputs(placeOf(stack));
  if (json) {
    console.log(JSON.stringify(known, undefined, 2));
    return EXIT.ok;
  }
  const { contracts, services } = known;
  const lines = [
    ...endpointLines(known),
    "",
    strong("Services"),
    ...columns(services.map((s) => [s.name, faint(s.role), s.rpcUrl ?? "", s.metricsUrl ?? ""])),
    "",
    strong("Contracts on L1"),
    ...columns(Object.entries(contracts.l1)),
    "",
    strong("Contracts on L2"),
    ...columns(Object.entries(contracts.l2)),
  ];
  console.log(lines.join("\n"));
  return EXIT.ok;
}
