/**
 * The module beside promptfooconfig.yaml.
 *
 * @param specifier what it imports Assay by: `assay/promptfoo`, or a relative path of the same
 */
export function renderModule(specifier: string): string {
  return `// Written by \`assay export promptfoo\`: what promptfooconfig.yaml refers to. As a provider it replays
// the recordings; its functions \`prompt\`, \`check\` and \`judge\` are those of this folder's suite.
import { promptfooSuite } from ${JSON.stringify(specifier)};

export default promptfooSuite(import.meta.dirname);
`;
}
