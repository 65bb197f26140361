import { isText, itemsIn, objectOf, textOf } from '@data-profiler-actions/action-kit';

type Fields = Readonly<Record<string, unknown>>;

/** Something that went wrong while a page was opened. `note` is told and not counted: another server's part. */
export interface PageFault {
  readonly kind: 'exception' | 'console' | 'request';
  readonly severity: 'error' | 'warning' | 'note';
  readonly message: string;
}

/** Without these, a page is not the page; pictures and media can come from a server that is not here. */
const essential = new Set(['Document', 'Script', 'Stylesheet', 'Font']);
const shown = new Set(['Image', 'Media', 'Manifest', 'TextTrack']);

/** Collects what goes wrong on one page from the events of its DevTools session (Chrome DevTools Protocol: Runtime, Log, Network). */
export class PageEvents {
  readonly #origin: string;
  readonly #faults = new Map<string, PageFault>();
  readonly #urls = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Each once, gravest first. */
  faults(): PageFault[] {
    const rank = { error: 0, warning: 1, note: 2 };
    return [...this.#faults.values()].sort((a, b) => rank[a.severity] - rank[b.severity]);
  }

  handle(method: string, event: Fields): void {
    if (method === 'Runtime.exceptionThrown') this.#exception(objectOf(event['exceptionDetails']));
    if (method === 'Runtime.consoleAPICalled' && (event['type'] === 'error' || event['type'] === 'assert'))
      this.#add('console', 'warning', itemsIn(event['args']).map(shownValue).join(' '));
    if (method === 'Log.entryAdded') this.#logged(objectOf(event['entry']));
    if (method === 'Network.requestWillBeSent')
      this.#urls.set(String(event['requestId']), String(objectOf(event['request'])['url']));
    if (method === 'Network.responseReceived') this.#answered(event);
    if (method === 'Network.loadingFailed') this.#failed(event);
  }

  /** A rejected promise is most often a request to a server that is not here; anything else breaks the page itself. */
  #exception(details: Fields): void {
    const said = textOf(objectOf(details['exception'])['description'] ?? details['text']);
    const isPromise = String(details['text']).includes('in promise');
    this.#add(
      'exception',
      isPromise ? 'warning' : 'error',
      `${isPromise ? 'Unhandled rejection' : 'Uncaught'}: ${firstLines(said)}`,
    );
  }

  /** Failed requests have events of their own. */
  #logged({ source, level, text }: Fields): void {
    if (level === 'error' && source !== 'network' && source !== 'javascript')
      this.#add('console', 'warning', String(text));
  }

  #answered(event: Fields): void {
    const { status, url } = objectOf(event['response']);
    if (typeof status === 'number' && status >= 400) this.#request(String(url), String(event['type']), String(status));
  }

  #failed({ requestId, type, errorText, canceled }: Fields): void {
    if (canceled !== true && errorText !== 'net::ERR_ABORTED')
      this.#request(this.#urls.get(String(requestId)) ?? '', String(type), String(errorText));
  }

  #request(url: string, type: string, why: string): void {
    const isOwn = url.startsWith(`${this.#origin}/`);
    const shownUrl = isOwn ? url.slice(this.#origin.length) : url;
    // Browsers ask for it on their own; a page that names one is checked by its references.
    if (url === '' || shownUrl === '/favicon.ico') return;
    this.#add('request', isOwn ? ownSeverity(type) : 'note', `${shownUrl} (${type.toLowerCase()}): ${why}`);
  }

  #add(kind: PageFault['kind'], severity: PageFault['severity'], text: string): void {
    const message = text.replaceAll(`${this.#origin}/`, '/').slice(0, 500);
    const key = `${kind} ${message}`;
    if (!this.#faults.has(key)) this.#faults.set(key, { kind, severity, message });
  }
}

/** Of a request to the site itself that failed. */
function ownSeverity(type: string): PageFault['severity'] {
  if (essential.has(type)) return 'error';
  return shown.has(type) ? 'warning' : 'note';
}

const firstLines = (text: string): string =>
  text
    .split('\n')
    .slice(0, 2)
    .map((line) => line.trim())
    .join(' ');

function shownValue(argument: unknown): string {
  const { value, description } = objectOf(argument);
  const shown = value ?? description;
  return firstLines(isText(shown) ? shown : JSON.stringify(shown ?? ''));
}
