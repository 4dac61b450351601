const aliases: ReadonlyMap<string, string> = new Map([
  ["py", "python"],
  ["py3", "python"],
  ["python3", "python"],
  ["python2", "python"],
  ["ipython", "python"],
  ["ipython3", "python"],
  ["gyp", "python"],
  ["pyi", "python"],
  ["pycon", "console"],
  ["python-console", "console"],
  ["python-repl", "console"],
  ["doctest", "console"],
  ["shell-session", "console"],
  ["shellsession", "console"],
  ["terminal", "console"],
  ["sh", "bash"],
  ["shell", "bash"],
  ["zsh", "bash"],
  ["fish", "bash"],
  ["bat", "batch"],
  ["cmd", "batch"],
  ["ps1", "powershell"],
  ["pwsh", "powershell"],
  ["js", "javascript"],
  ["jsx", "javascript"],
  ["mjs", "javascript"],
  ["ts", "typescript"],
  ["tsx", "typescript"],
  ["yml", "yaml"],
  ["md", "markdown"],
  ["mdx", "markdown"],
  ["txt", "text"],
  ["plain", "text"],
  ["plaintext", "text"],
  ["env", "dotenv"],
  ["cfg", "ini"],
  ["conf", "ini"],
  ["patch", "diff"],
  ["postgresql", "sql"],
  ["postgres", "sql"],
  ["psql", "sql"],
  ["sqlite", "sql"],
  ["docker", "dockerfile"],
  ["jsonc", "json"],
  ["json5", "json"],
]);

const languageOfExtension: ReadonlyMap<string, string> = new Map([
  ["py", "python"],
  ["pyi", "python"],
  ["pyw", "python"],
  ["sh", "bash"],
  ["bash", "bash"],
  ["zsh", "bash"],
  ["bat", "batch"],
  ["ps1", "powershell"],
  ["js", "javascript"],
  ["mjs", "javascript"],
  ["cjs", "javascript"],
  ["jsx", "javascript"],
  ["ts", "typescript"],
  ["tsx", "typescript"],
  ["html", "html"],
  ["htm", "html"],
  ["css", "css"],
  ["scss", "css"],
  ["json", "json"],
  ["jsonl", "json"],
  ["ipynb", "json"],
  ["yaml", "yaml"],
  ["yml", "yaml"],
  ["toml", "toml"],
  ["ini", "ini"],
  ["cfg", "ini"],
  ["conf", "ini"],
  ["env", "dotenv"],
  ["sql", "sql"],
  ["md", "markdown"],
  ["rst", "rst"],
  ["txt", "text"],
  ["in", "text"],
  ["csv", "csv"],
  ["xml", "xml"],
  ["svg", "xml"],
  ["mako", "mako"],
  ["j2", "jinja"],
  ["jinja", "jinja"],
  ["jinja2", "jinja"],
  ["lua", "lua"],
  ["lock", "text"],
  ["log", "text"],
  ["proto", "proto"],
  ["graphql", "graphql"],
  ["tf", "terraform"],
  ["service", "ini"],
  ["go", "go"],
  ["rs", "rust"],
  ["java", "java"],
  ["kt", "kotlin"],
  ["rb", "ruby"],
  ["php", "php"],
  ["c", "c"],
  ["h", "c"],
  ["cpp", "cpp"],
  ["cs", "csharp"],
  ["vue", "vue"],
  ["svelte", "svelte"],
  ["pem", "text"],
  ["example", "text"],
  ["sample", "text"],
  ["template", "text"],
]);

/** Names of files that have no telling extension. */
const bareNames: readonly (readonly [RegExp, string])[] = [
  [/^\.env(\.[\w.-]+)?$/, "dotenv"],
  [/^(?:[\w-]+\.)?dockerfile(\.[\w-]+)?$/i, "dockerfile"],
  [
    /^(?:containerfile|procfile|justfile|jenkinsfile|caddyfile|pipfile|license|notice|codeowners)$/i,
    "text",
  ],
  [/^makefile$/i, "makefile"],
  [/^\.(?:gitignore|dockerignore|gitattributes|python-version|nvmrc|npmrc)$/, "text"],
  [/^\.(?:coveragerc|flake8|pylintrc|editorconfig|isort\.cfg)$/, "ini"],
  [/^\.(?:bandit|pre-commit-config\.ya?ml|gitlab-ci\.ya?ml|yamllint)$/, "yaml"],
];

/** Whether the whole name tells what a file is: `Makefile`, `.coveragerc`. */
export function isBareName(name: string): boolean {
  return bareNames.some(([pattern]) => pattern.test(name));
}

/** The info string's first word, lower case, aliases resolved. */
export function resolveLanguage(word: string): string {
  const lower = word.toLowerCase();
  return aliases.get(lower) ?? lower;
}

/** Whether a word stands for a language that code fences are commonly marked with. */
export function isLanguageWord(word: string): boolean {
  const lower = word.toLowerCase();
  return aliases.has(lower) || languages.has(lower);
}

/** The language of a file by its name; `""` where the name tells none. */
export function languageOfPath(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const bare = bareNames.find(([pattern]) => pattern.test(name));
  if (bare !== undefined) return bare[1];
  const extension = /\.(\w+)$/.exec(name)?.[1];
  return extension === undefined ? "" : (languageOfExtension.get(extension.toLowerCase()) ?? "");
}

const languages: ReadonlySet<string> = new Set([
  ...aliases.values(),
  ...languageOfExtension.values(),
  "http",
  "mermaid",
  "nginx",
  "output",
  "tree",
  "makefile",
]);
