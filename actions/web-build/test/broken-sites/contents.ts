import { page, script, soundProject, type BrokenSite } from './broken-site.ts';

const secrets = [{ name: 'VITE_API_SECRET', value: 'do-not-tell-42' }];
const env = { VITE_API_SECRET: 'do-not-tell-42' };
const token = `ghp_${'a1'.repeat(18)}`;

/** Sites that hold what they should not. */
export const brokenContents: readonly BrokenSite[] = [
  {
    what: 'a secret of the job that client code reads',
    id: 'env-leak',
    files: script('fetch("/api", { headers: { key: import.meta.env.VITE_API_SECRET } });'),
    env,
    expected: { secrets },
  },
  {
    what: 'a secret that nothing reads, with the whole of `import.meta.env`',
    id: 'env-leak',
    files: script('console.log(import.meta.env);'),
    env,
    expected: { secrets },
  },
  {
    what: 'a secret put in by `define`',
    id: 'env-leak',
    files: script('console.log(__KEY__);'),
    config: 'define: { __KEY__: JSON.stringify(process.env.VITE_API_SECRET) }',
    env,
    expected: { secrets },
  },
  { what: 'a GitHub token in the code', id: 'env-leak', files: script(`console.log("${token}");`) },
  {
    what: 'a private key in `public/`',
    id: 'env-leak',
    files: { 'public/config.json': `{"key":"-----BEGIN PRIVATE KEY-----\\n${'MIIEvQ'.repeat(8)}"}` },
  },
  { what: '`public/.env.backup`', id: 'dotfile-leak', files: { 'public/.env.backup': 'A=b\n' } },
  { what: '`public/.npmrc`', id: 'dotfile-leak', files: { 'public/.npmrc': 'registry=x\n' } },
  { what: '`public/certs/server.pem`', id: 'dotfile-leak', files: { 'public/certs/server.pem': 'x\n' } },
  {
    what: 'Vite’s development client in a page of `public/`',
    id: 'dev-code',
    files: { 'public/admin.html': '<!doctype html><script type="module" src="/@vite/client"></script>' },
  },
  {
    what: 'React’s development refresh in a script of `public/`',
    id: 'dev-code',
    files: { 'public/refresh.js': 'import refresh from "/@react-refresh";\nrefresh();\n' },
  },
  {
    what: 'an API on localhost',
    id: 'localhost-url',
    files: script('fetch("http://localhost:3000/api");'),
  },
  {
    what: 'a preload from the development server',
    id: 'localhost-url',
    files: { 'index.html': page('', '<link rel="preload" as="fetch" href="http://localhost:5173/data.json">') },
  },
  { what: 'an address in a private network', id: 'localhost-url', files: script('fetch("https://192.168.1.20/api");') },
  { what: 'source maps for everyone', id: 'sourcemap-public', config: 'build: { sourcemap: true }' },
  { what: 'source maps inside the scripts', id: 'sourcemap-public', config: 'build: { sourcemap: "inline" }' },
  {
    what: 'a `%VITE_TITLE%` that nobody set',
    id: 'placeholder',
    files: { 'index.html': page('<h1>%VITE_TITLE%</h1>') },
  },
  {
    what: '`import.meta.env` in a script of `public/`',
    id: 'placeholder',
    files: { 'public/config.js': 'export const api = import.meta.env.VITE_API;\n' },
  },
  { what: 'a direct `eval`', id: 'build-warning', files: script('eval("1");') },
  {
    what: 'an asset that keeps its name when it changes',
    id: 'unhashed-asset',
    config: 'build: { rollupOptions: { output: { entryFileNames: "assets/[name].js" } } }',
  },
  {
    what: 'a chunk of 600 kB',
    id: 'chunk-limit',
    files: script(`console.log("${'large chunk '.repeat(50_000)}");`),
  },
  {
    what: 'an image both imported and in `public/`',
    id: 'duplicate-content',
    files: { 'public/large.svg': soundProject['src/large.svg'] ?? '' },
  },
];
