import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { includedFile } from '../environments/included-file.ts';

/** Names as PEP 508 has them, extras, then versions (PEP 440 clauses, bare or in parentheses) or a direct reference. */
const name = String.raw`[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?`;
const extras = String.raw`(?:\s*\[\s*(?:${name}(?:\s*,\s*${name})*)?\s*\])?`;
const clause = String.raw`(?:===\s*[^\s,;]+|(?:~=|==|!=|<=|>=|<|>)\s*[\w.*+!-]+)`;
const clauses = String.raw`(?:${clause}(?:\s*,\s*${clause})*\s*,?)`;
const specifier = new RegExp(String.raw`^${name}${extras}\s*(?:@\s*\S+|\(\s*${clauses}\s*\)|${clauses})?\s*(?:;.*)?$`);

/** What is wrong in a requirements file and those it includes, one sentence each; `path` is relative to `directory`. */
export function checkRequirementsFile(directory: string, path: string, seen = new Set<string>()): string[] {
  if (seen.has(path)) return [];
  seen.add(path);
  const bytes = readFileSync(join(directory, path));
  // What pip reads by its byte order mark is left to it.
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return [];
  return logicalLines(bytes.toString('utf8')).flatMap(({ line, text }) => {
    const included = includedFile(text);
    if (included) return checkIncluded(directory, { from: path, line, name: included.path }, seen);
    return isReadable(text) ? [] : [`${path}:${line} is no requirement: "${text.slice(0, 80)}"`];
  });
}

/** A file by its name, as the line of another one includes it. */
interface Inclusion {
  readonly from: string;
  readonly line: number;
  readonly name: string;
}

function checkIncluded(directory: string, { from, line, name }: Inclusion, seen: Set<string>): string[] {
  if (/:\/\/|\$\{/.test(name)) return [];
  const path = normalize(join(dirname(from), name));
  return existsSync(join(directory, path))
    ? checkRequirementsFile(directory, path, seen)
    : [`${from}:${line} includes ${path}, which does not exist`];
}

/** Lines joined at a trailing backslash, without comments and blanks; numbered by their first line. */
function logicalLines(text: string): { readonly line: number; readonly text: string }[] {
  const found: { line: number; text: string }[] = [];
  let open: { line: number; text: string } | undefined;
  for (const [index, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const part = raw.replace(/(^|\s)#.*$/, '').trimEnd();
    const joined: { line: number; text: string } = open ?? { line: index + 1, text: '' };
    joined.text += part.replace(/\\$/, ' ');
    open = part.endsWith('\\') ? joined : undefined;
    if (!open && joined.text.trim()) found.push({ ...joined, text: joined.text.trim() });
  }
  return found;
}

/** Options, addresses and paths are the installer's to judge; a specifier must be one. */
function isReadable(text: string): boolean {
  if (text.startsWith('-') || text.includes('${') || text.includes('://')) return true;
  const requirement = text.replaceAll(/\s--?(?:hash|global-option|config-settings?)[=\s]\s*\S+/g, '').trim();
  const path = /^[./~]|[\\/]|\.(whl|zip|tar\.\w+|tgz)$/.test(requirement.replace(/;.*$/, '').trim());
  return (path && !/[<>=]=/.test(requirement)) || specifier.test(requirement);
}
