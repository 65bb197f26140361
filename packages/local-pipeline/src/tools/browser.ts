import { isOnPath } from './debian-packages.ts';
import { runTool } from './run-tool.ts';

const programs = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'] as const;

/** Installs Chromium with apt-get where no browser is there and that is allowed; elsewhere says what stays unproved without one. */
export async function ensureBrowser(say: (message: string) => void): Promise<void> {
  if (process.env['CHROME_PATH'] || process.env['CHROME_BIN'] || programs.some(isOnPath)) return;
  if (process.getuid?.() !== 0 || !isOnPath('apt-get')) {
    say('Not found here: Chromium or Chrome. Pages are not opened in a browser; install one to see their screenshots.');
    return;
  }
  say('Installing chromium with apt-get …');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runTool('apt-get', ['update', '-qq'], { env });
  await runTool('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env });
}
