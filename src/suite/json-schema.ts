import { z } from "zod";
import { suiteFileSchema } from "./schema.ts";

/** The JSON Schema of suite.yaml, for editors: `evals/suite.schema.json` is this, rendered. */
function suiteJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    ...z.toJSONSchema(suiteFileSchema, {
      io: "input",
      // `readonly` is about our types: to an editor it would say that the file is not to be edited.
      override: ({ jsonSchema }) => {
        delete jsonSchema.readOnly;
      },
    }),
    title: "Suite of an agent file",
  };
}

/** The text of `evals/suite.schema.json`. */
export function renderSuiteJsonSchema(): string {
  return `${JSON.stringify(suiteJsonSchema(), null, 2)}\n`;
}
