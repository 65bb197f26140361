import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secretsOf } from '../src/checks/secrets.ts';
import { validate } from '../src/checks/validate.ts';

const utf16le = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le');
const utf16be = (text: string): Buffer => utf16le(text).swap16();
const utf8 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`);
/** `画像` in Shift_JIS; the rest is ASCII. */
const shiftJis = (text: string): Buffer =>
  Buffer.concat(
    text
      .split('画像')
      .flatMap((part, at) => [...(at > 0 ? [Buffer.from([0x89, 0xe6, 0x91, 0x9c])] : []), Buffer.from(part)]),
  );
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

function site(files: Readonly<Record<string, Buffer | string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'web-build-encoding-'));
  for (const [file, content] of Object.entries({ 'index.html': '<!doctype html>', ...files }))
    writeFileSync(join(directory, file), content);
  return directory;
}

async function idsOf(files: Readonly<Record<string, Buffer | string>>): Promise<string[]> {
  const secrets = [{ name: 'API_TOKEN', value: 'a-very-secret-value' }];
  return (await validate(site(files), { base: '/', budgets: [], secrets })).findings.map(({ id }) => id);
}

describe('a file in another encoding is read as a browser reads it', () => {
  it.each([
    ['a page in UTF-16 with a byte order mark', { 'index.html': utf16le('<img src="/gone.png">') }],
    ['a page in UTF-16, the high byte first', { 'index.html': utf16be('<img src="/gone.png">') }],
    ['a style sheet in UTF-16', { 'a.css': utf16le('a { background: url(gone.png) }') }],
    ['a script in UTF-16', { 'a.js': utf16le('import "./gone.js"') }],
    ['a web app manifest with a byte order mark', { 'a.webmanifest': utf8('{"icons":[{"src":"/gone.png"}]}') }],
  ])('and what is missing is found: %s', async (_, files) => {
    expect(await idsOf(files)).toEqual(['ref-missing']);
  });

  it.each([
    ['a page that declares Shift_JIS', { 'index.html': shiftJis('<meta charset="Shift_JIS"><img src="/画像.png">') }],
    [
      'a page that declares Shift_JIS the old way',
      {
        'index.html': shiftJis(
          '<meta http-equiv="Content-Type" content="text/html; charset=shift_jis"><img src="/画像.png">',
        ),
      },
    ],
    [
      'a style sheet that declares Shift_JIS',
      { 'a.css': shiftJis('@charset "shift_jis";\na { background: url(画像.png) }') },
    ],
    ['a page that declares UTF-16 and is UTF-8', { 'index.html': '<meta charset="utf-16"><img src="/画像.png">' }],
    ['a page that declares what no browser knows', { 'index.html': '<meta charset="klingon"><img src="/画像.png">' }],
    ['a declaration in a comment', { 'index.html': '<!-- <meta charset="shift_jis"> --><img src="/画像.png">' }],
  ])('and what is there is found: %s', async (_, files) => {
    expect(await idsOf({ ...files, '画像.png': 'x' })).toEqual([]);
  });

  it('and a page in Latin-1 finds its umlauts', async () => {
    expect(
      await idsOf({ 'index.html': latin1('<meta charset=iso-8859-1><img src="/Müller.png">'), 'Müller.png': 'x' }),
    ).toEqual([]);
  });

  it('and its secrets are found', async () => {
    expect(await idsOf({ 'a.txt': utf16le('a-very-secret-value') })).toEqual(['env-leak']);
  });

  it('and so is the first variable of a file of the environment', () => {
    const directory = site({ '.env': utf8('TOKEN=a-very-secret-value\n') });
    expect(secretsOf({}, [directory])).toEqual([{ name: 'TOKEN', value: 'a-very-secret-value' }]);
  });
});
