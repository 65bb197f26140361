import { lines as linesOf, type InputKind } from '@data-profiler-actions/action-kit';
import { parseReference } from '@data-profiler-actions/oci';

/** Lower-case image names without a tag, each once; undefined when the input is empty. */
export type GivenImages = readonly string[] | undefined;

/** Lines of a name, or of docker/metadata-action's `name=…,enable=…`. All mistakes are told. */
export const imageLines = (): InputKind<GivenImages> => ({
  parse: (raw) => {
    const parsed = linesOf().parse(raw);
    if (!parsed.ok) return parsed;
    if (parsed.value.length === 0) return { ok: true, value: undefined };
    const read = parsed.value.map(readLine);
    const problems = read.flatMap((line) => ('problem' in line ? [line.problem] : []));
    if (problems.length > 0) return { ok: false, problem: problems.join('; it ') };
    const names = read.flatMap((line) => ('name' in line && line.enabled ? [line.name] : []));
    return { ok: true, value: [...new Set(names)] };
  },
});

function readLine(line: string): { name: string; enabled: boolean } | { problem: string } {
  const fields = Object.fromEntries(line.split(',').map(readField));
  const unknown = Object.keys(fields).find((key) => key !== 'name' && key !== 'enable');
  if (unknown !== undefined) return { problem: `has "${line}": "${unknown}" is neither name nor enable` };
  const enable = fields['enable'] ?? 'true';
  if (enable !== 'true' && enable !== 'false') return { problem: `has "${line}": enable must be true or false` };
  const name = (fields['name'] ?? '').toLowerCase();
  const parsed = parseReference(name);
  if (!parsed.ok) return { problem: `has "${line}", which ${parsed.problem}` };
  if (parsed.reference.tag !== undefined || parsed.reference.digest !== undefined)
    return { problem: `has "${line}": give the image without a tag or digest (tags go to "tags")` };
  return { name, enabled: enable === 'true' };
}

function readField(field: string): [string, string] {
  const at = field.indexOf('=');
  return at < 0 ? ['name', field.trim()] : [field.slice(0, at).trim().toLowerCase(), field.slice(at + 1).trim()];
}
