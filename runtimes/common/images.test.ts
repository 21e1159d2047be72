import type * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { imagesOf } from "./images.ts";

/** What an image would be made of, and the programs whose images come before it. */
interface Made {
  program: string;
  official: string | undefined;
  after: string[];
}

test("a program has one image, and no more than two are made at a time, in the order of need", () => {
  const made: Made[] = [];
  const imageOf = imagesOf({}, ({ program, official }, { dependsOn }) => {
    const after = (dependsOn as unknown as Made[]).map((image) => image.program);
    const image = { program, official, after };
    made.push(image);
    return image as unknown as pulumi.Resource;
  });
  for (const program of ["op-geth", "op-node", "op-geth", "alto", "miner", "op-node"] as const)
    imageOf(program);
  expect(made).toEqual([
    { program: "op-geth", official: undefined, after: [] },
    { program: "op-node", official: undefined, after: [] },
    { program: "alto", official: undefined, after: ["op-geth"] },
    { program: "miner", official: undefined, after: ["op-node"] },
  ]);
});
