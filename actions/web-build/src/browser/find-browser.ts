import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Chrome first: hosted runners have it. */
const programs = [
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'chromium',
  'chromium-browser',
  'chrome-headless-shell',
  'microsoft-edge',
] as const;

const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
] as const;

/** A Chromium of this machine: what CHROME_PATH or CHROME_BIN names, else one on PATH. Undefined where there is none. */
export function findBrowser(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  const named = [env['CHROME_PATH'], env['CHROME_BIN']].filter((file) => file !== undefined && file !== '');
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = programs.flatMap((name) => folders.map((folder) => join(folder, name)));
  const applications = process.platform === 'darwin' ? macApplications : [];
  return [...named, ...onPath, ...applications].find((file) => file !== undefined && isProgram(file));
}

function isProgram(file: string): boolean {
  if (!existsSync(file) || !statSync(file).isFile()) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
