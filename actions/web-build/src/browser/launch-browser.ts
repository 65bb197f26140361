import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess, type ProcessResult } from '@data-profiler-actions/action-kit';
import { millisecondsLeft, toolEnvironment, type CommandContext } from '../command-context.ts';
import { connectDevTools, type DevTools } from './devtools.ts';

export interface Browser {
  readonly tools: DevTools;
  /** Ends the browser with all its processes, and removes its profile. */
  close(): Promise<void>;
}

const flags: readonly string[] = [
  '--headless',
  '--remote-debugging-port=0',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-sync',
  '--hide-scrollbars',
  '--mute-audio',
];

/** Containers and root have no user namespaces for the sandbox; what is opened is the site that this job has just built. */
const unsandboxed = '--no-sandbox';

/** Starts a Chromium without a window, with an empty profile. Throws with its last words where it does not come up. */
export async function launchBrowser(program: string, context: CommandContext): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  try {
    return await launch(program, context, isRoot ? [unsandboxed] : []);
  } catch (thrown) {
    if (isRoot || !(thrown instanceof Error) || !/sandbox/i.test(thrown.message)) throw thrown;
    return launch(program, context, [unsandboxed]);
  }
}

const startMs = 30_000;
const closeMs = 3000;

async function launch(program: string, context: CommandContext, more: readonly string[]): Promise<Browser> {
  const profile = mkdtempSync(join(context.temp, 'web-build-browser-'));
  const end = new AbortController();
  const { promise: announced, resolve: announce } = Promise.withResolvers<string>();
  const ended = runProcess({
    command: program,
    args: [...flags, ...more, `--user-data-dir=${profile}`, 'about:blank'],
    env: toolEnvironment(context),
    timeoutMs: millisecondsLeft(context),
    signal: AbortSignal.any([context.signal, end.signal]),
    onLine: (line) => {
      const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (address !== undefined) announce(address);
    },
  });
  const close = async (tools?: DevTools): Promise<void> => {
    await tools?.send('Browser.close').catch(() => undefined);
    tools?.close();
    const late = setTimeout(() => end.abort(), tools ? closeMs : 0);
    await ended;
    clearTimeout(late);
    rmSync(profile, { recursive: true, force: true });
  };
  try {
    const tools = await connectDevTools(
      await addressOf(announced, ended, Math.min(startMs, millisecondsLeft(context))),
    );
    return { tools, close: () => close(tools) };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

async function addressOf(announced: Promise<string>, ended: Promise<ProcessResult>, limitMs: number): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not start within ${Math.round(limitMs / 1000)} s`)), limitMs);
  });
  const died = ended.then(({ output, reason }) => {
    throw new Error(`it ended at once: ${(output || reason).trim().slice(-500)}`);
  });
  died.catch(() => undefined);
  try {
    return await Promise.race([announced, died, late]);
  } finally {
    clearTimeout(timer);
  }
}
