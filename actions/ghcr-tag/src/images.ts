import type { Mistake } from '@data-profiler-actions/action-kit';
import { parseReference } from '@data-profiler-actions/oci';

export interface Images {
  /** Lower-case names without a tag, each once. */
  readonly names: readonly string[];
  readonly mistakes: Mistake[];
}

/** Reads `images` lines: a name, or docker/metadata-action's `name=…,enable=…`. No line means `fallback`. */
export function readImages(lines: readonly string[], fallback: string): Images {
  const names: string[] = [];
  const mistakes: Mistake[] = [];
  for (const line of lines) {
    const read = readLine(line);
    if ('problem' in read) mistakes.push({ input: 'images', problem: read.problem });
    else if (read.enabled) names.push(read.name);
  }
  return { names: lines.length > 0 ? [...new Set(names)] : [fallback.toLowerCase()], mistakes };
}

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
