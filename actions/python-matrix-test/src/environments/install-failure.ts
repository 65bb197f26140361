import { stripVTControlCharacters } from 'node:util';
import type { ProcessResult } from '@data-profiler-actions/action-kit';

/** A requirement that could not be installed, in the installer's own words. */
export interface InstallComplaint {
  /** Name of the package at fault; empty where the installer names none. */
  readonly package: string;
  readonly reason: string;
}

/** Finds the package and the reason in what pip or uv printed. */
export function readComplaint(output: string): InstallComplaint {
  const text = stripVTControlCharacters(output);
  return readUv(text) ?? readPip(text) ?? { package: '', reason: lastLines(text) };
}

/** uv frames its reason: `╰─▶ Because …`, continued on indented lines; builds are `Failed to build `name==1.0``. */
function readUv(text: string): InstallComplaint | undefined {
  const unsolved = /╰─▶\s+([\s\S]*?)(?:\n\s*\n|\n\s*hint:|$)/.exec(text)?.[1];
  const failed =
    /(?:Failed to (?:build|download|download and build|fetch|prepare)|Couldn't parse requirement)[^`\n]*`([^`]+)`/i.exec(
      text,
    );
  if (/No solution found/.test(text) && unsolved) {
    const reason = flat(unsolved);
    const missing =
      /(?:Because|because|and) ([A-Za-z0-9][\w.-]*)(?:[<>=!~][^ ]*)? (?:was not found|has no|depends on|is not|only)/.exec(
        reason,
      )?.[1];
    const none = /there (?:is|are) no versions? of ([A-Za-z0-9][\w.-]*)/.exec(reason)?.[1];
    return { package: none ?? missing ?? '', reason };
  }
  if (failed) {
    const name = /^[A-Za-z0-9][\w.-]*/.exec(failed[1] ?? '')?.[0] ?? '';
    return { package: name, reason: flat(text.slice(failed.index)).slice(0, 600) };
  }
  const error = /^error: (.+(?:\n\s+.+)*)/m.exec(text)?.[1];
  return error === undefined ? undefined : { package: '', reason: flat(error).slice(0, 600) };
}

/** pip's `ERROR:` lines; the one that names a requirement says most. */
function readPip(text: string): InstallComplaint | undefined {
  const errors = [...text.matchAll(/^ERROR: (.+)$/gm)].map((match) => match[1] ?? '');
  if (errors.length === 0) return undefined;
  const named = [
    /satisfies the requirement ([A-Za-z0-9][\w.-]*)/,
    /No matching distribution found for ([A-Za-z0-9][\w.-]*)/,
    /Package '([^']+)' requires/,
    /(?:build|install)[^(]*\(([A-Za-z0-9][\w.-]*)\)/,
    /Failed building wheel for ([A-Za-z0-9][\w.-]*)/,
    /Cannot install ([A-Za-z0-9][\w.-]*)/,
    /Invalid requirement: '?"?([A-Za-z0-9][\w.-]*)/,
  ];
  for (const shape of named) {
    const error = errors.find((each) => shape.test(each));
    if (error !== undefined) return { package: shape.exec(error)?.[1] ?? '', reason: flat(error).slice(0, 600) };
  }
  return { package: '', reason: flat(errors.join(' ')).slice(0, 600) };
}

/** The reason of a leg whose installation failed. `where` finds the line that asks for a package. */
export function installFailure(
  result: Pick<ProcessResult, 'output' | 'outcome' | 'exitCode' | 'reason'>,
  commandLine: string,
  tool: string,
  where: (name: string) => string,
): string {
  const { package: name, reason } = readComplaint(result.output);
  const place = name ? where(name) : '';
  const what = name ? `${name}${place ? ` (${place})` : ''} could not be installed` : 'the installation failed';
  const how = result.outcome === 'exited' ? `exit code ${result.exitCode}` : `${result.outcome} ${result.reason}`;
  return reason ? `${what}; ${tool} says: ${reason}` : `${what} (${how}) in: ${commandLine}`;
}

const flat = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ').trim();

const lastLines = (text: string): string => flat(text.trim().split('\n').slice(-4).join('\n')).slice(0, 600);
