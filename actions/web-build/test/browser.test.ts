import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findBrowser } from '../src/browser/find-browser.ts';
import { PageEvents } from '../src/browser/page-events.ts';
import { pageFindings } from '../src/browser/page-findings.ts';
import { keepPicture } from '../src/browser/page-picture.ts';
import { fileFor } from '../src/browser/site-server.ts';
import { finding } from '../src/checks/finding.ts';
import { normalBase } from '../src/site/resolve-reference.ts';
import { folder } from './site-fixture.ts';

describe('the base a site is served under', () => {
  it.each([
    ['/', '/'],
    ['', '/'],
    ['./', '/'],
    ['.', '/'],
    ['/app', '/app/'],
    ['/app/', '/app/'],
    ['https://cdn.example.com/app/', '/app/'],
  ])('%j is %j', (base, path) => {
    expect(normalBase(base)).toBe(path);
  });
});

describe('a request to the served site', () => {
  const site = folder({ 'index.html': '', 'a b/index.html': '', 'x.js': '' });

  it.each([
    ['/app/', 'index.html'],
    ['/app/x.js?v=1', 'x.js'],
    ['/app/x.js/y', undefined],
    ['/app/x.js%00', undefined],
    ['/app/a%20b/', 'a b/index.html'],
    ['/app/a%20b', 'a b/index.html'],
    ['/x.js', undefined],
    ['/app/gone.js', undefined],
    ['/app/../../etc/hostname', undefined],
    ['/app/%2e%2e/%2e%2e/etc/hostname', undefined],
    ['/app/%', undefined],
  ])('for %s gives %s', (url, file) => {
    expect(fileFor(site, '/app/', url)).toBe(file === undefined ? undefined : join(site, file));
  });
});

describe('a browser', () => {
  it('is what CHROME_PATH names before what PATH has, and never what is not there', () => {
    expect(findBrowser({ CHROME_PATH: process.execPath, PATH: '/nowhere' })).toBe(process.execPath);
    expect(
      findBrowser({ CHROME_PATH: '/nowhere/chrome', PATH: folder({ chromium: 'not executable' }) }),
    ).toBeUndefined();
  });
});

describe('what goes wrong on a page', () => {
  const origin = 'http://127.0.0.1:1';
  const faults = (...events: [string, Record<string, unknown>][]): string[] => {
    const page = new PageEvents(origin);
    for (const [method, event] of events) page.handle(method, event);
    return page.faults().map(({ severity, message }) => `${severity} ${message}`);
  };
  const answer = (type: string, path: string, status = 404): [string, Record<string, unknown>] => [
    'Network.responseReceived',
    { type, response: { status, url: path.startsWith('http') ? path : origin + path } },
  ];

  it('is an error where it breaks the page itself', () => {
    const details = {
      text: 'Uncaught',
      exception: { description: `TypeError: x\n    at ${origin}/a.js:1:1\n    at b` },
    };
    expect(faults(['Runtime.exceptionThrown', { exceptionDetails: details }])).toEqual([
      'error Uncaught: TypeError: x at /a.js:1:1',
    ]);
    expect(faults(answer('Script', '/a.js'))).toEqual(['error /a.js (script): 404']);
  });

  it('is no error where another server would have answered', () => {
    expect(
      faults(answer('Image', '/u/1.png'), answer('Fetch', '/api'), answer('Script', 'https://cdn.example.com/a.js')),
    ).toEqual([
      'warning /u/1.png (image): 404',
      'note /api (fetch): 404',
      'note https://cdn.example.com/a.js (script): 404',
    ]);
    const details = { text: 'Uncaught (in promise)', exception: { description: 'SyntaxError: no JSON' } };
    expect(faults(['Runtime.exceptionThrown', { exceptionDetails: details }])).toEqual([
      'warning Unhandled rejection: SyntaxError: no JSON',
    ]);
  });

  it('is told once, and not what browsers ask for on their own or gave up themselves', () => {
    expect(faults(answer('Other', '/favicon.ico'), answer('Script', '/a.js', 200))).toEqual([]);
    expect(
      faults(
        ['Network.requestWillBeSent', { requestId: '1', request: { url: `${origin}/b.js` } }],
        ['Network.loadingFailed', { requestId: '1', type: 'Script', errorText: 'net::ERR_ABORTED', canceled: true }],
      ),
    ).toEqual([]);
    const logged: [string, Record<string, unknown>] = [
      'Runtime.consoleAPICalled',
      { type: 'error', args: [{ value: 'no' }, { value: 1 }] },
    ];
    expect(faults(logged, logged)).toEqual(['warning no 1']);
  });

  it('is no finding where a missing reference has told it', () => {
    const message = '/app/img/a.png (image): 404';
    const pages = [
      {
        page: 'index.html',
        path: '/',
        faults: [{ kind: 'request', severity: 'warning', message }] as const,
        screenshot: '',
        seconds: 1,
      },
    ];
    const told = (reference: string): number =>
      pageFindings({ pages, more: 0 }, [finding('ref-missing', 'index.html', 'x', { reference })]).length;
    expect([told('/app/img/a.png?v=1'), told('img/a.png'), told('/b.png')]).toEqual([0, 0, 1]);
  });

  it('becomes a finding of its page, notes left out', () => {
    const seen = [
      { kind: 'request', severity: 'error', message: 'a' },
      { kind: 'request', severity: 'note', message: 'b' },
    ] as const;
    const pages = [{ page: 'index.html', path: '/', faults: seen, screenshot: '', seconds: 1 }];
    expect(pageFindings({ pages, more: 0 }, [])).toMatchObject([
      { id: 'page-error', severity: 'error', file: 'index.html', message: 'a' },
    ]);
  });
});

describe('the picture of a page', () => {
  it('has a file of its own, though the pages’ names come to the same', () => {
    const directory = folder({});
    const pages = ['index.html', 'a-b.html', 'a/b.html', 'a-b.htm', 'a-b-2.html'];
    const files = pages.map((page) => keepPicture(directory, page, Buffer.from(page)));
    expect(files.map((file) => basename(file))).toEqual([
      'index.png',
      'a-b.png',
      'a-b-2.png',
      'a-b-3.png',
      'a-b-2-2.png',
    ]);
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(pages);
  });

  it('is none where the browser gave none', () => {
    expect(keepPicture(folder({}), 'index.html', Buffer.alloc(0))).toBe('');
  });
});
