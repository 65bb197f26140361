import { textOf } from '@data-profiler-actions/action-kit';
import type { DevTools } from './devtools.ts';
import { PageEvents, type PageFault } from './page-events.ts';

export interface Visit {
  readonly faults: readonly PageFault[];
  /** PNG; empty where the browser gave none. */
  readonly screenshot: Buffer;
  readonly seconds: number;
}

/** A page that polls is never quiet: it is looked at after this long. */
const quietMs = 10_000;

/** A small laptop's. */
const screen = { width: 1280, height: 800, deviceScaleFactor: 1, mobile: false };

/** Opens a page (its path, unencoded) in a tab of its own, waits until its network is quiet, and takes a picture of what a visitor sees first. */
export async function visitPage(tools: DevTools, origin: string, path: string, limitMs: number): Promise<Visit> {
  const started = performance.now();
  const url = origin + path.split('/').map(encodeURIComponent).join('/');
  const { targetId } = await tools.send('Target.createTarget', { url: 'about:blank' });
  const attached = await tools.send('Target.attachToTarget', { targetId, flatten: true });
  const session = String(attached['sessionId']);
  const events = new PageEvents(origin);
  const quiet = watch(tools, session, events, Math.min(quietMs, limitMs));
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await tools.send(`${domain}.enable`, {}, session);
  await tools.send('Page.setLifecycleEventsEnabled', { enabled: true }, session);
  await tools.send('Emulation.setDeviceMetricsOverride', screen, session);
  quiet.start();
  await tools.send('Page.navigate', { url }, session);
  await quiet.reached;
  const screenshot = await takePicture(tools, session);
  await tools.send('Target.closeTarget', { targetId });
  return { faults: events.faults(), screenshot, seconds: (performance.now() - started) / 1000 };
}

interface Quiet {
  /** Events before the page's own navigation, of the empty tab, do not count. */
  start(): void;
  readonly reached: Promise<void>;
}

function watch(tools: DevTools, session: string, events: PageEvents, limitMs: number): Quiet {
  let reach: () => void = () => undefined;
  let isStarted = false;
  let timer: NodeJS.Timeout | undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  tools.onEvent(session, (method, parameters) => {
    events.handle(method, parameters);
    if (method === 'Page.lifecycleEvent' && parameters['name'] === 'networkIdle' && isStarted) {
      clearTimeout(timer);
      reach();
    }
    // An open dialog would hold the page for ever.
    if (method === 'Page.javascriptDialogOpening')
      void tools.send('Page.handleJavaScriptDialog', { accept: true }, session).catch(() => undefined);
  });
  const start = (): void => {
    isStarted = true;
    timer = setTimeout(reach, limitMs);
  };
  return { start, reached };
}

async function takePicture(tools: DevTools, session: string): Promise<Buffer> {
  const taken = await tools.send('Page.captureScreenshot', { format: 'png' }, session).catch(() => undefined);
  return Buffer.from(textOf(taken?.['data']), 'base64');
}
