import { stripVTControlCharacters } from 'node:util';

/** Why an installation failed, in the installer's own words. */
export interface Complaint {
  /** Name of the package at fault; empty where the installer names none. */
  readonly package: string;
  readonly reason: string;
}

const longest = 600;

/** Finds the package and the reason in what pip or uv printed. */
export function readComplaint(output: string): Complaint {
  const text = stripVTControlCharacters(output).trim();
  const lines = text.split(/\r?\n/);
  const read = readUv(lines) ?? readPip(lines) ?? { package: '', reason: flat(lines.slice(-4)) };
  return { package: read.package, reason: (otherPython(text) ?? read.reason).slice(0, longest) };
}

/** The reason where it is no other than the Python's version, which installers say at length. */
function otherPython(text: string): string | undefined {
  const said = text.replaceAll(/\s+/g, ' ');
  const uv = [...said.matchAll(/current Python version \(([^)]+)\) does not satisfy Python([^\s]*?)(?=,? )/g)];
  const [, inUv, asked] = uv.length === 1 && !/ depends on (?!Python)/.test(said) ? (uv[0] ?? []) : [];
  const [, inPip, pipAsked] = /requires a different Python: (\S+) not in '([^']+)'/.exec(said) ?? [];
  const [is, wanted] = [inUv ?? inPip, asked ?? pipAsked];
  if (is === undefined || wanted === undefined) return undefined;
  return `it needs Python ${wanted}, and this is ${is}: leave that out of python-versions, or ask for a version that fits`;
}

const uvPackages = [
  /Failed to [a-z ]+ `([A-Za-z0-9][\w.-]*)/,
  /no versions? of ([A-Za-z0-9][\w.-]*)/,
  /(?:Because|and|because) ([A-Za-z0-9][\w.-]*)(?:[<>=!~]\S*)? was not found/,
  /(?:Because|and|because) ([A-Za-z0-9][\w.-]*)(?:[<>=!~]\S*)? (?:has no|is not|depends on|requires|was)/,
  /(?:Because|and|because) only .* ([A-Za-z0-9][\w.-]*)(?:[<>=!~]\S*)? (?:is|are) available/,
  /you require ([A-Za-z0-9][\w.-]*)/,
];

/** uv's error and its causes: `error: …` with `cause: …` lines, in older versions `× …` with `╰─▶ …` and `Caused by: …`. */
function readUv(lines: readonly string[]): Complaint | undefined {
  const start = lines.findIndex((line) => /^\s*(error: |× )/.test(line));
  const causes = lines.slice(start + 1).filter((line) => /^\s*(cause: |[├╰]─▶ |Caused by: )/.test(line));
  if (start < 0 || (causes.length === 0 && !/^error: /.test(lines[start] ?? ''))) return undefined;
  if (lines.some((line) => /^ERROR: /.test(line))) return undefined;
  const said = lines.slice(start).join('\n');
  const name = uvPackages.map((shape) => shape.exec(said)?.[1]).find((found) => found !== undefined);
  const parts = [lines[start] ?? '', ...causes.map((cause) => continued(lines, cause))].map((part) =>
    part.replace(/^\s*(error: |× |cause: |[├╰]─▶ |Caused by: )/, ''),
  );
  const telling = parts.filter((part) => !/^(No solution found|The build backend returned|Call to `)/.test(part));
  const thrown = lastException(lines);
  return { package: name ?? '', reason: [...telling, ...thrown].join(': ') || parts.join(': ') };
}

/** A cause goes on for as long as its lines are indented further. */
function continued(lines: readonly string[], cause: string): string {
  const at = lines.indexOf(cause);
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => !/^\s{5,}\S/.test(line) || /^\s*(cause: |[├╰]─▶ )/.test(line));
  return flat([cause, ...rest.slice(0, end < 0 ? rest.length : end)]);
}

const pipPackages = [
  /No matching distribution found for ([A-Za-z0-9][\w.-]*)/,
  /satisfies the requirement ([A-Za-z0-9][\w.-]*)/,
  /Package '([^']+)' requires/,
  /Failed to build '([A-Za-z0-9][\w.-]*)'/,
  /Failed building wheel for ([A-Za-z0-9][\w.-]*)/,
  /Failed to build [^(]*\(([A-Za-z0-9][\w.-]*)/,
  /Cannot install ([A-Za-z0-9][\w.-]*)/,
  /Invalid requirement: ['"]?([A-Za-z0-9][\w.-]*)/,
  /^\s+([A-Za-z0-9][\w.-]*)==\S+ from \S+/,
];

/** pip's `ERROR:` lines; the one that names a requirement says most. A long list of versions is shown by its end. */
function readPip(lines: readonly string[]): Complaint | undefined {
  const errors = lines.flatMap((line) => /^(?:ERROR: |error: |× )(.+)$/.exec(line)?.[1] ?? []);
  if (errors.length === 0) return undefined;
  const thrown = lastException(lines);
  const [shape] = pipPackages.filter((each) => lines.some((line) => each.test(line)));
  const line = shape && lines.find((each) => shape.test(each));
  const better = errors.find((error) => /\(from versions: /.test(error)) ?? errors.find((error) => shape?.test(error));
  const reason = (better ?? flat(errors)).replace(
    /\(from versions: .*, ((?:[^,]+, ){4}[^,]+)\)$/,
    '(from versions: …, $1)',
  );
  return { package: (line && shape.exec(line)?.[1]) ?? '', reason: [reason, ...thrown].join(': ') };
}

/** The last exception of a build that failed. */
function lastException(lines: readonly string[]): string[] {
  const line = lines.findLast((each) => /^\s*[\w.]*(Error|Exception|Exit): /.test(each));
  return line === undefined ? [] : [line.trim()];
}

const flat = (lines: readonly string[]): string =>
  lines
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' ');
