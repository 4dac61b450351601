import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Calibration, ShippedFigures } from "../src/calibrate/index.ts";
import { runAssay } from "./support/assay.ts";

const repository = fileURLToPath(new URL("..", import.meta.url));
const shipped = "evals/fastapi-backend-expert";

// `npx vitest run test/shipped-figures.e2e.test.ts -u` writes them again.
test("the figures that `assay explain` shows are those of `assay calibrate`", async () => {
  const { stdout } = await runAssay(["calibrate", shipped, "--json"], { cwd: repository });
  const { answers, gates } = JSON.parse(stdout) as Calibration;
  const labels = await readFile(`${repository}/${shipped}/labels.json`, "utf8");
  const { provenance } = JSON.parse(labels) as { readonly provenance: string };
  const sorted = gates.toSorted((left, right) => (left.gate < right.gate ? -1 : 1));
  const figures: ShippedFigures = {
    answers,
    provenance,
    gates: Object.fromEntries(
      sorted.map(({ gate, labels: counted, agreed, agreement, kappa, confusion }) => [
        gate,
        { labels: counted, agreed, agreement, kappa, confusion },
      ]),
    ),
  };
  await expect(`${JSON.stringify(figures, null, 2)}\n`).toMatchFileSnapshot(
    "../src/calibrate/shipped-figures.json",
  );
});
