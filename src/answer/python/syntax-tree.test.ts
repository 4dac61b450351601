import fc from "fast-check";
import { expect, test } from "vitest";
import { descend, parseSyntaxTree, textOf, type SyntaxNode } from "./syntax-tree.ts";

const piece = fc.constantFrom(
  "def f(a: int) -> int:\n    return a\n",
  "class A(B):\n    x = 1\n",
  "@app.get('/x')\nasync def g(): ...\n",
  "x = [1, (2, {3: 'é😀'})]\n",
  "if x:\n    pass\nelse:\n    y = f'{z!r}'\n",
  "def broken(:\n",
  "((((",
  "# comment\n",
  "\n",
);

test("nodes lie in their parents, rows fit offsets, and a descent meets each node once", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece).map((pieces) => pieces.join("")),
        fc.string({ unit: "binary" }),
      ),
      (source) => {
        const root = parseSyntaxTree(source);
        const met = [...descend(root)];
        expect(new Set(met).size).toBe(met.length);
        expect(met).toEqual(recursively(root));
        for (const node of met) {
          expect(node.row).toBe(source.slice(0, node.start).split("\n").length - 1);
          expect(node.endRow).toBe(source.slice(0, node.end).split("\n").length - 1);
          expect(node.parent === null || node.parent.children.includes(node)).toBe(true);
          expect(textOf(root)).toContain(textOf(node));
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("a descent passes over what is below a node that is not entered", () => {
  const root = parseSyntaxTree("def f():\n    def g():\n        x = 1\n    y = 2\n");
  const names = [
    ...descend(
      root,
      (node) => node.parent?.type !== "block" || node.type !== "function_definition",
    ),
  ]
    .filter((node) => node.type === "identifier")
    .map(textOf);
  expect(names).toEqual(["f", "y"]);
});

test("what is no Python stands in ERROR nodes", () => {
  const types = descend(parseSyntaxTree("def f(:\n  )]")).map((node) => node.type);
  expect(types).toContain("ERROR");
});

function recursively(node: SyntaxNode): SyntaxNode[] {
  return [node, ...node.children.flatMap(recursively)];
}

test("parentheses are layout: what stands in them takes their place", () => {
  const shapeOf = (source: string): unknown => {
    const shape = (node: SyntaxNode): unknown => [node.type, node.field, node.children.map(shape)];
    return shape(parseSyntaxTree(source));
  };
  expect(shapeOf("x: A = (\n  (f(1))\n)\n")).toEqual(shapeOf("x: A = f(1)\n"));
  expect(shapeOf("with (\n  a() as b\n):\n  raise (X)\n")).toEqual(
    shapeOf("with a() as b:\n  raise X\n"),
  );
  expect(shapeOf("x = (1,)\n")).not.toEqual(shapeOf("x = 1\n"));
  expect(shapeOf("x = ()\ny = (z for z in ())\n")).toEqual(shapeOf("x = ()\ny = (z for z in ())"));
});
