import { cpSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { noteBuildStart } from '../src/checks/freshness.ts';
import { judge } from '../src/checks/finding.ts';
import { dotenv } from '../src/checks/env-files.ts';
import { secretsOf } from '../src/checks/secrets.ts';
import { validate } from '../src/checks/validate.ts';
import { findingsIn, folder, idsIn } from './site-fixture.ts';

const secrets = [{ name: 'API_TOKEN', value: 's3cr3t-value-1' }];

describe('secrets', () => {
  it('are found by value, and never told', async () => {
    const [found] = await findingsIn({ 'a.js': 'x\nconst t="s3cr3t-value-1"' }, { secrets });
    expect(found).toMatchObject({ id: 'env-leak', file: 'a.js', line: 2 });
    expect(JSON.stringify(found)).not.toContain('s3cr3t-value-1');
    expect(found?.message).toContain('API_TOKEN');
  });

  it('are covered where a finding quotes an address that holds one', async () => {
    const findings = await findingsIn(
      { 'index.html': '<img src="/gone.png?key=s3cr3t-value-1"><img src="/b.png?t=ghp_' + 'a1'.repeat(18) + '">' },
      { secrets },
    );
    expect(findings.map(({ id }) => id).sort()).toEqual(['env-leak', 'env-leak', 'ref-missing', 'ref-missing']);
    expect(findings.map(({ message }) => message).join()).not.toMatch(/s3cr3t-value-1|ghp_a1/);
  });

  it('are found as a script or JSON writes them', async () => {
    const lines = [{ name: 'SIGNING_KEY', value: 'first line\nsecond "line"' }];
    expect(await idsIn({ 'a.json': JSON.stringify({ key: lines[0]?.value }) }, { secrets: lines })).toEqual([
      'env-leak',
    ]);
    const key = [{ name: 'API_KEY', value: 'a+b/c=d e&f' }];
    expect(await idsIn({ 'a.js': 'fetch("/x?key=a%2Bb%2Fc%3Dd%20e%26f")' }, { secrets: key })).toEqual(['env-leak']);
  });

  it('are found by shape beside those found by value, each once', async () => {
    const token = `ghp_${'a1'.repeat(18)}`;
    const shaped = [...secrets, { name: 'BOT_TOKEN', value: token }];
    expect(await idsIn({ 'a.js': `x="${token}"` }, { secrets: shaped })).toEqual(['env-leak']);
    expect(await idsIn({ 'a.js': `x="${token}";y="s3cr3t-value-1"` }, { secrets })).toEqual(['env-leak', 'env-leak']);
  });

  it('are found by shape', async () => {
    expect(await idsIn({ 'a.js': `x="ghp_${'a1'.repeat(18)}"` })).toEqual(['env-leak']);
  });

  it('that are ordinary words count as whole strings only', async () => {
    const words = [{ name: 'DB_PASSWORD', value: 'postgres' }];
    expect(await idsIn({ 'a.js': '"works with postgres"' }, { secrets: words })).toEqual([]);
    expect(await idsIn({ 'a.js': 'p="postgres"' }, { secrets: words })).toEqual(['env-leak']);
  });

  it('are variables whose names say so', () => {
    const value = 'https://github.com';
    const names = ['API_TOKEN', 'VITE_API_KEY', 'MY_SECRET', 'DBPASSWORD', 'AWS_CREDENTIALS', 'STRIPE_SECRETKEY'];
    const others = [
      'VITE_TITLE',
      'GITHUB_TOKEN',
      'RUNNER_TOKEN',
      'INPUT_KEY',
      'KEYBOARD',
      'MONKEY',
      'TOKEN_URL',
      'VITE_PUBLISHABLE_KEY',
      'VITE_RECAPTCHA_SITE_KEY',
      'TOKENIZER_MODEL',
    ];
    const env = Object.fromEntries([...names, ...others].map((name) => [name, value]));
    expect(secretsOf(env, [folder({})]).map(({ name }) => name)).toEqual(names);
  });

  it('are read from .env files, examples left out', () => {
    const directory = folder({
      '.env': 'A_KEY="12345678"\n',
      '.env.local': 'B_KEY=12345678 # c',
      '.env.example': 'C_KEY=12345678',
    });
    expect(secretsOf({}, [directory]).map(({ name }) => name)).toEqual(['A_KEY', 'B_KEY']);
  });

  it('are put together from other variables as Vite does', () => {
    const lines = [
      'PART=partial',
      'A_KEY=${PART}-tail',
      'B_KEY=$HOST_PART/$PART',
      'C_KEY=${NONE:-otherwise}',
      'D_KEY=pass\\$PART',
    ];
    const directory = folder({ '.env': lines.join('\n') });
    const values = secretsOf({ HOST_PART: 'of-the-job' }, [directory]).map(({ value }) => value);
    expect(values).toEqual(expect.arrayContaining(['partial-tail', 'of-the-job/partial', 'otherwise', 'pass$PART']));
  });

  it('that name themselves end', () => {
    expect(secretsOf({}, [folder({ '.env': 'A_KEY=${A_KEY}${A_KEY}-some-tail' })])).toHaveLength(2);
  });

  it('are found as a page writes them', async () => {
    const key = [{ name: 'API_KEY', value: 'a<b>&"c"-d' }];
    expect(await idsIn({ 'a.html': '<p>a&lt;b&gt;&amp;"c"-d' }, { secrets: key })).toEqual(['env-leak']);
    expect(await idsIn({ 'a.html': '<p title="a&lt;b&gt;&amp;&quot;c&quot;-d">' }, { secrets: key })).toEqual([
      'env-leak',
    ]);
  });

  it('are written as dotenv reads them', () => {
    expect(dotenv('export A=b\n# C=d\nE="f g"\nH=')).toEqual([
      { name: 'A', value: 'b' },
      { name: 'E', value: 'f g' },
      { name: 'H', value: '' },
    ]);
  });
});

describe('what files say', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['a private file', { '.env.backup': 'A=b' }, ['dotfile-leak']],
    ['a key', { 'certs/a.pem': 'x' }, ['dotfile-leak']],
    ['the key of AWS’s own examples', { 'a.js': `"AKIAIOSFODNN7EXAMPLE"` }, []],
    ['an environment for the shell', { '.envrc': 'x' }, ['dotfile-leak']],
    [
      'a private key under any name',
      { 'server.key': `-----BEGIN PRIVATE KEY-----\n${'MIIE'.repeat(8)}` },
      ['env-leak'],
    ],
    ['files with a dot that are meant to be served', { '.nojekyll': '', '.well-known/a.json': '{}' }, []],
    ['a local address', { 'a.js': 'fetch("http://localhost:3000/api")' }, ['localhost-url']],
    ['a private network', { 'a.js': 'fetch("http://192.168.1.5/api")' }, ['localhost-url']],
    ['a library’s placeholder', { 'a.js': 'new URL(x, "http://localhost")' }, []],
    ['a host that only begins so', { 'a.js': '"https://localhost.example.com/a" "https://10.0.0.1.nip.io"' }, []],
    ['a local address after a parameter', { 'a.js': '"/login?to=http://localhost:3000/"' }, ['localhost-url']],
    ['a local address amid a text', { 'a.js': '"<p>Open http://localhost:5173 and see</p>"' }, []],
    [
      'a local address in a sample of code',
      { 'a.js': String.raw`"fetch(\"http://localhost:3000/a\")" '<span>"http://localhost:3000/a"</span>'` },
      [],
    ],
    [
      'a local address in JSON in a string',
      { 'a.js': `JSON.parse('{"api":"http://localhost:3000"}')` },
      ['localhost-url'],
    ],
    [
      'a local address in code that no lexer reads',
      { 'a.js': '}{ fetch("http://localhost:3000/a")' },
      ['localhost-url'],
    ],
    [
      'a local address in a quoted sample of code',
      { 'a.js': `jsx("pre",{children:'fetch("http://localhost:3000/a")'})` },
      [],
    ],
    ['a local address that JSX shows', { 'a.js': 'jsx("code",{children:"http://localhost:5173"})' }, []],
    ['a local address that a Vue template shows', { 'a.js': 'h("code",null,"http://localhost:5173",-1)' }, []],
    ['the word in prose', { 'a.js': '"run it on localhost:3000"' }, []],
    ['a public map', { 'a.js': 'x\n//# sourceMappingURL=a.js.map', 'a.js.map': '{}' }, ['sourcemap-public']],
    [
      'a map inside the script',
      { 'a.js': `x\n//# sourceMappingURL=data:application/json;base64,${'eyJ2'.repeat(20)}` },
      ['sourcemap-public'],
    ],
    ['code that writes maps', { 'a.js': 'c="/*# sourceMappingURL=data:application/json;base64,".concat(m," */")' }, []],
    ['a local address in prose', { 'index.html': '<p>Open http://localhost:3000/x</p><!-- http://10.0.0.1/ -->' }, []],
    ['a local address in an attribute', { 'index.html': '<a href="http://localhost:3000/x">x</a>' }, ['localhost-url']],
    ['a repository', { '.git/HEAD': 'ref', '.git/objects/aa': 'x' }, ['dotfile-leak']],
    ['two files alike', { 'a.svg': 'a'.repeat(300), 'b.svg': 'a'.repeat(300) }, ['duplicate-content']],
    ['two parts with nothing in them', { 'a.js': 'a'.repeat(155), 'b.js': 'a'.repeat(155) }, []],
    [
      'the icon that Next keeps twice',
      { 'favicon.ico': 'a'.repeat(300), '_next/static/media/favicon.0x1hygv87bt0w.ico': 'a'.repeat(300) },
      [],
    ],
    [
      'the two names of Angular’s safety worker',
      { 'safety-worker.js': 'a'.repeat(300), 'worker-basic.min.js': 'a'.repeat(300) },
      [],
    ],
    ['parts that VitePress leaves text out of', { 'a.js': 'a'.repeat(300), 'a.lean.js': 'a'.repeat(300) }, []],
    ['copies of the page', { '404.html': '<!doctype html><title>x</title>' }, []],
    ['an asset marker of Vite', { 'a.css': 'a{background:url(__VITE_ASSET__Ab12__)}' }, ['placeholder']],
    ['an environment that nothing replaced', { 'a.js': 'export const a = import.meta.env.VITE_API' }, ['placeholder']],
    ['an environment that a library asks for', { 'a.js': 'import.meta.env?.MODE; "import.meta.env.VITE_A"' }, []],
    ['a manifest of a web app, which is none of a build', { 'manifest.json': '{"name":"x","icons":[]}' }, []],
    ['a hidden map', { 'a.js': 'x', 'a.js.map': '{}' }, []],
    ['a chunk that is too large', { 'a.js': `"${'a'.repeat(500_001)}"` }, ['chunk-limit']],
    ['a broken manifest', { '.vite/manifest.json': '{"a":{"file":"gone.js"}}' }, ['manifest-broken']],
    [
      'a sound manifest',
      { '.vite/manifest.json': '{"a":{"file":"index.html","css":"index.html","imports":["a"]}}' },
      [],
    ],
  ])('%s', async (_, files, ids) => {
    expect(await idsIn(files)).toEqual(ids);
  });

  it('%VITE_X% left in HTML is a placeholder, and no missing file', async () => {
    expect(await idsIn({ 'index.html': '<img src="%VITE_LOGO%">' })).toEqual(['placeholder']);
  });
});

describe('the output itself', () => {
  const expected = { base: '/', budgets: [], secrets: [] };

  it('must exist, with an index', async () => {
    const directory = folder({ 'a.txt': '' });
    expect((await validate(join(directory, 'dist'), expected)).findings).toMatchObject([{ id: 'dist-missing' }]);
    expect((await validate(directory, expected)).findings).toMatchObject([{ id: 'index-missing' }]);
  });

  it('is named where it is missing, with the one that is there', async () => {
    const directory = folder({ 'build/index.html': '' });
    const { findings } = await validate(join(directory, 'dist'), { ...expected, place: 'web/dist' });
    expect(findings).toMatchObject([
      { message: 'there is no web/dist after the build; there is build/index.html beside it' },
    ]);
  });

  it('needs no page where a server beside it makes them', async () => {
    const directory = folder({ 'client/a.txt': '', 'server/index.js': '' });
    const { findings, notApplied } = await validate(join(directory, 'client'), expected);
    expect(findings).toEqual([]);
    expect(notApplied[0]).toMatchObject({ ids: ['index-missing'] });
  });

  it('may hold files too large to be read whole', async () => {
    const directory = folder({ 'index.html': '<video src="v.mp4"></video>', 'v.mp4': '' });
    truncateSync(join(directory, 'v.mp4'), 140_000_000);
    const { findings, sizes } = await validate(directory, expected);
    expect(findings).toEqual([]);
    expect(sizes?.files[0]).toMatchObject({ file: 'v.mp4', bytes: 140_000_000 });
  }, 60_000);

  it('must be of this build', async () => {
    const directory = folder({ 'index.html': '' });
    utimesSync(join(directory, 'index.html'), 1000, 1000);
    expect(
      (await validate(directory, { ...expected, buildStart: { time: Date.now(), pages: new Map() } })).findings,
    ).toMatchObject([{ id: 'dist-stale' }]);
    expect((await validate(directory, expected)).findings).toEqual([]);
  });
});

describe('an index page', () => {
  const built = async (directory: string, change: () => void): Promise<string[]> => {
    const { pages, time } = noteBuildStart(directory);
    change();
    const expected = { base: '/', budgets: [], secrets: [], buildStart: { pages, time: time - 50 } };
    return (await validate(join(directory, 'dist'), expected)).findings.map(({ id }) => id);
  };
  const project = (): string => folder({ 'dist/index.html': 'old', 'page.html': 'new' });

  it('that the build left as it was is stale, though it was written a moment before', async () => {
    expect(await built(project(), () => undefined)).toEqual(['dist-stale']);
  });

  it('that was written again, the same or with an old time, is of this build', async () => {
    const same = project();
    expect(await built(same, () => writeFileSync(join(same, 'dist/index.html'), 'old'))).toEqual([]);
    const copied = folder({ 'page.html': 'new' });
    utimesSync(join(copied, 'page.html'), 1000, 1000);
    const copy = (): void =>
      cpSync(join(copied, 'page.html'), join(copied, 'dist/index.html'), { preserveTimestamps: true });
    expect(await built(copied, copy)).toEqual([]);
  });
});

describe('what is let pass, and what is not', () => {
  const warning = { id: 'localhost-url', severity: 'warning', file: 'assets/a.js', message: '' } as const;

  it('an ignored check in a file of the glob passes', () => {
    expect(judge([warning], ['localhost-url assets/*.js'], [])).toEqual([]);
    expect(judge([warning], ['localhost-url other/*.js'], [])).toEqual([warning]);
  });

  it.each([
    ['.well-known/config.json', 'localhost-url **/*.json'],
    ['assets/a.js', 'localhost-url ./assets/*.js'],
    ['assets/[slug]-B1xVn_3a.js', 'localhost-url assets/[slug]-B1xVn_3a.js'],
  ])('a finding in %s passes by "%s", as in the other actions', (file, rule) => {
    expect(judge([{ ...warning, file }], [rule], [])).toEqual([]);
  });

  it('a warning can be made an error', () => {
    expect(judge([warning], [], ['warnings'])).toMatchObject([{ severity: 'error' }]);
    expect(judge([warning], [], ['localhost-url'])).toMatchObject([{ severity: 'error' }]);
  });
});
