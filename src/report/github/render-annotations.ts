import type { ReporterInput } from "../reporter.ts";
import { summariseRun } from "../summarise-run.ts";
import { collectAnnotations, type Annotation } from "./collect-annotations.ts";

/** GitHub shows so many annotations of a kind and step, and drops the others. */
const mostOfKind = 10;

/**
 * Workflow commands that put what failed on the lines of the agent file that state it: required
 * gates as errors, advisory ones as warnings. Where there are more of a kind than GitHub shows, the
 * last one names the rest.
 *
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function renderAnnotations(input: ReporterInput): string {
  const annotations = collectAnnotations(input, summariseRun(input.run, input.samples));
  return (["error", "warning"] as const)
    .flatMap((kind) => limit(annotations.filter((one) => one.kind === kind)))
    .map(renderCommand)
    .join("\n");
}

function limit(annotations: readonly Annotation[]): readonly Annotation[] {
  const rest = annotations.slice(mostOfKind - 1);
  const [first] = rest;
  if (rest.length <= 1 || first === undefined) return annotations;
  return [
    ...annotations.slice(0, mostOfKind - 1),
    {
      kind: first.kind,
      file: first.file,
      line: null,
      title: `${rest.length} more`,
      message: rest.map(({ title, line }) => (line ? `${title} (line ${line})` : title)).join("\n"),
    },
  ];
}

function renderCommand({ kind, file, line, title, message }: Annotation): string {
  const properties = [
    `file=${escapeProperty(file)}`,
    ...(line === null ? [] : [`line=${line}`]),
    `title=${escapeProperty(title)}`,
  ];
  return `::${kind} ${properties.join(",")}::${escapeMessage(message)}`;
}

function escapeMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
