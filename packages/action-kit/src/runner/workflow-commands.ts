import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { EOL } from 'node:os';
import { standardOutput } from './standard-output.ts';

// What actions say to the runner (docs.github.com, "Workflow commands"; actions/runner ActionCommand.cs for the escapes). `@actions/core` says the same,
// byte for byte, and loads an HTTP client to do so, which would double the start of every action.

/** Where an annotation stands, and its title. */
interface AnnotationPlace {
  readonly title?: string | undefined;
  readonly file?: string | undefined;
  readonly startLine?: number | undefined;
  readonly endLine?: number | undefined;
}

export function info(message: string): void {
  standardOutput.write(`${message}${EOL}`);
}

export function debug(message: string): void {
  command('debug', {}, message);
}

export function error(message: string, place: AnnotationPlace = {}): void {
  command('error', placeProperties(place), message);
}

export function warning(message: string, place: AnnotationPlace = {}): void {
  command('warning', placeProperties(place), message);
}

export function notice(message: string, place: AnnotationPlace = {}): void {
  command('notice', placeProperties(place), message);
}

export function startGroup(name: string): void {
  command('group', {}, name);
}

export function endGroup(): void {
  command('endgroup', {}, '');
}

/** Hides a text in everything that is printed from here on. */
export function setSecret(secret: string): void {
  command('add-mask', {}, secret);
}

/** The step is red; the message is its error annotation. */
export function setFailed(message: string): void {
  process.exitCode = 1;
  error(message);
}

/** `value` that is no text becomes JSON. */
export function setOutput(name: string, value: unknown): void {
  const file = process.env['GITHUB_OUTPUT'] ?? '';
  if (file === '') {
    standardOutput.write(EOL);
    command('set-output', { name }, textOf(value));
  } else appendEntry(file, name, textOf(value));
}

/** For this process and all later steps of the job. */
export function exportVariable(name: string, value: string): void {
  process.env[name] = value;
  const file = process.env['GITHUB_ENV'] ?? '';
  if (file === '') command('set-env', { name }, value);
  else appendEntry(file, name, value);
}

type Properties = Readonly<Record<string, string | number | undefined>>;

function placeProperties({ title, file, startLine, endLine }: AnnotationPlace): Properties {
  return { title, file, line: startLine, endLine };
}

function command(name: string, properties: Properties, message: string): void {
  const given = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined || value === '' || value === 0 ? [] : [`${key}=${escapeProperty(String(value))}`],
  );
  const list = given.length === 0 ? '' : ` ${given.join(',')}`;
  standardOutput.write(`::${name}${list}::${escapeData(message)}${EOL}`);
}

/** The delimiter is random: no value can end its entry and begin another. */
function appendEntry(file: string, name: string, value: string): void {
  const delimiter = `ghadelimiter_${randomUUID()}`;
  appendFileSync(file, [`${name}<<${delimiter}`, value, delimiter, ''].join(EOL));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
