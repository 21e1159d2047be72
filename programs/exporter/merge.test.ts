import { expect, it } from "vitest";
import { mergeExpositions } from "./merge.ts";

const GETH = `# TYPE chain_head_block gauge
chain_head_block 7

# TYPE go_goroutines gauge
go_goroutines 40
`;
const NODE = `# HELP go_goroutines Number of goroutines.
# TYPE go_goroutines gauge
go_goroutines 12
# HELP op_node_refs_number Gauges of refs
# TYPE op_node_refs_number gauge
op_node_refs_number{layer="l2",type="unsafe"} 7
`;

it("keeps every family once, the first one's", () => {
  expect(mergeExpositions([GETH, NODE])).toBe(`# TYPE chain_head_block gauge
chain_head_block 7
# TYPE go_goroutines gauge
go_goroutines 40
# HELP op_node_refs_number Gauges of refs
# TYPE op_node_refs_number gauge
op_node_refs_number{layer="l2",type="unsafe"} 7
`);
});

it("keeps a histogram's or a summary's lines with their family", () => {
  const summary = '# TYPE a summary\na {quantile="0.5"} 1\na_sum 3\na_count 2\n';
  expect(mergeExpositions([summary, summary])).toBe(summary);
});

it("is empty when nobody answers", () => expect(mergeExpositions(["", ""])).toBe(""));
