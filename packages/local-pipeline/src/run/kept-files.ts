import { copyFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, isAbsolute, join } from 'node:path';
import type { FileReport } from '../report/index.ts';

const pictures = new Set(['.png', '.jpg', '.jpeg', '.webp', '.gif']);
const bytesAtMost = 10_000_000;

/**
 * Copies the pictures that an action's report names (`files` [{`title`, `path`}] in the JSON file of a step's output `report`) into the folder
 * `files` beside the page. It must be called as soon as the output is set: act removes a job's scratch when the job ends.
 */
export function keepFiles(directory: string, reportPath: string, alreadyKept: number): FileReport[] {
  if (!isAbsolute(reportPath) || extname(reportPath) !== '.json') return [];
  return filesOf(reportPath).flatMap(({ title, path }, number) => {
    const name = `${alreadyKept + number + 1}-${basename(path)}`;
    return copied(path, join(directory, 'files'), name) ? [{ title, path: `files/${name}` }] : [];
  });
}

/** Keeps the files of each report once, however often a run names it: a composite action repeats the outputs of its steps. */
export function fileKeeper(directory: string): (reportPath: string) => FileReport[] {
  const seen = new Set<string>();
  let kept = 0;
  return (reportPath) => {
    if (seen.has(reportPath)) return [];
    seen.add(reportPath);
    const files = keepFiles(directory, reportPath, kept);
    kept += files.length;
    return files;
  };
}

function filesOf(reportPath: string): FileReport[] {
  try {
    const report = JSON.parse(readFileSync(reportPath, 'utf8')) as { files?: unknown };
    return Array.isArray(report.files) ? report.files.filter(isFile) : [];
  } catch {
    // Whatever an output of that name points to: a report without files, or none that is JSON, has nothing to keep.
    return [];
  }
}

function isFile(value: unknown): value is FileReport {
  return (
    typeof value === 'object' &&
    value !== null &&
    'title' in value &&
    'path' in value &&
    typeof value.title === 'string' &&
    typeof value.path === 'string'
  );
}

function copied(from: string, folder: string, name: string): boolean {
  const size = statSync(from, { throwIfNoEntry: false })?.size;
  if (size === undefined || size > bytesAtMost || !pictures.has(extname(from).toLowerCase())) return false;
  mkdirSync(folder, { recursive: true });
  copyFileSync(from, join(folder, name));
  return true;
}
