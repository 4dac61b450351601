import { expect, test } from "vitest";
import { chooseUnicode } from "./terminal-abilities.ts";

test.each([
  [{ LANG: "en_US.UTF-8" }, true],
  [{ LANG: "C.utf8" }, true],
  [{ LANG: "C" }, false],
  [{}, false],
  [{ LC_ALL: "C", LANG: "en_US.UTF-8" }, false],
  [{ LC_ALL: "", LC_CTYPE: "de_DE.UTF-8", LANG: "C" }, true],
  [{ LANG: "en_US.UTF-8", TERM: "dumb" }, false],
  [{ LANG: "en_US.UTF-8", TERM: "linux" }, false],
  [{ LANG: "en_US.ISO-8859-1" }, false],
])("%j has Unicode: %s", (env, expected) => {
  expect(chooseUnicode(env, "linux")).toBe(expected);
});

test("Windows says by its Terminal that it has Unicode", () => {
  expect(chooseUnicode({ WT_SESSION: "1" }, "win32")).toBe(true);
  expect(chooseUnicode({}, "win32")).toBe(false);
});
