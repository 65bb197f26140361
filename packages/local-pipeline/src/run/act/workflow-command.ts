export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/**
 * Reads `::name key=value,…::data` as GitHub's runner does (actions/runner, ActionCommand.cs): the first `::` after the name ends the properties, each
 * is split at its first `=`. act reads to the last `::` instead, which garbles messages that hold one.
 */
export function parseWorkflowCommand(line: string): WorkflowCommand | undefined {
  const match = /^::([\w-]+)(?: (.*?))?::([\s\S]*)$/.exec(line.trimEnd());
  if (!match) return undefined;
  const [, name = '', properties = '', data = ''] = match;
  const pairs = properties.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), pair] as const);
  const read = pairs
    .filter(([key]) => key !== '')
    .map(([key, pair]) => [key, unescapeProperty(pair.slice(pair.indexOf('=') + 1))]);
  return { name, properties: Object.fromEntries(read) as Record<string, string>, data: unescapeData(data) };
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','));
}

/** `%25` last, or `%250A` would become a line break. */
function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}
