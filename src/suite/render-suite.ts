import { Document, isMap, isScalar, isSeq } from "yaml";
import type { Node, ToStringOptions, YAMLMap } from "yaml";
import type { Case, Gate, SuiteFile } from "./schema.ts";

/** The first line of suite.yaml: editors complete and check by it. */
const schemaComment = " yaml-language-server: $schema=../suite.schema.json";
const heading = `${schemaComment}
 The suite of an agent file: what an answer must meet (gates), and what is asked (cases).
 Written by \`assay derive\`, edited by people. Deriving again updates every \`source\`, adds what is
 new in the agent file, and keeps what was edited here: ids, levels, checks, words, order, comments.`;

/** Nothing is folded, so that a line is a thing. */
const yamlOptions = { lineWidth: 0 } as const;

/** The options that write a file as it was written before. */
export function detectYamlOptions(text: string): ToStringOptions {
  const indent = /^( +)\S/mu.exec(text)?.[1]?.length ?? 2;
  return {
    ...yamlOptions,
    indent,
    indentSeq: !/^(?:gates|cases):[^\n]*\r?\n(?:\s*#[^\n]*\n)*- /mu.test(text),
    flowCollectionPadding: !/^ *(?:- |source: )\{\S/mu.test(text),
  };
}

/** suite.yaml of a derived suite. */
export function renderSuite(suite: SuiteFile): string {
  const document = new Document({
    agent: suite.agent,
    ...(suite.catalogue === undefined ? {} : { catalogue: suite.catalogue }),
    ...(suite.casesFile === undefined ? {} : { casesFile: suite.casesFile }),
    gates: [],
    cases: [],
    ...(suite.ignored === undefined ? {} : { ignored: suite.ignored }),
  });
  document.commentBefore = heading;
  for (const [key, items] of [
    ["gates", suite.gates.map((gate) => createGateNode(document, gate))],
    ["cases", suite.cases.map((one) => createCaseNode(document, one))],
  ] as const) {
    const sequence = document.get(key);
    if (!isSeq(sequence)) continue;
    items.forEach((item, index) => {
      item.spaceBefore = index > 0;
    });
    sequence.items = [...items];
    sequence.flow = items.length === 0;
  }
  spaceKey(document.contents, "gates");
  spaceKey(document.contents, "cases");
  return document.toString(yamlOptions);
}

/** A gate as YAML: keys in their order, each source on a line of its own. */
export function createGateNode(document: Document, gate: Gate): YAMLMap {
  const node = document.createNode({
    id: gate.id,
    statement: gate.statement,
    source: gate.source,
    level: gate.level,
    check: gate.check,
    ...(gate.minPassRate === undefined ? {} : { minPassRate: gate.minPassRate }),
  }) as YAMLMap;
  node.set("source", createSourcesNode(document, gate.source));
  return spaced(node);
}

/** The sources of a gate as YAML. */
export function createSourcesNode(document: Document, sources: Gate["source"]): Node {
  const node = document.createNode(
    sources.map((source) => document.createNode(source, { flow: true })),
    { flow: sources.length === 0 },
  );
  return node;
}

/** A case as YAML, its request as a block where it has lines. */
export function createCaseNode(document: Document, one: Case): YAMLMap {
  const { source, ...rest } = one;
  const node = document.createNode(rest) as YAMLMap;
  if (source !== undefined) node.set("source", document.createNode(source, { flow: true }));
  return spaced(node);
}

function spaced(node: YAMLMap): YAMLMap {
  node.spaceBefore = true;
  return node;
}

function spaceKey(contents: unknown, key: string): void {
  if (!isMap(contents)) return;
  const pair = contents.items.find((item) => isScalar(item.key) && item.key.value === key);
  if (isScalar(pair?.key)) pair.key.spaceBefore = true;
}
