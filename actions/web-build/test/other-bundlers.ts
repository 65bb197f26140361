import { copyFileSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cached } from '../../../packages/local-pipeline/src/tools/cache-folder.ts';
import { runTool } from '../../../packages/local-pipeline/src/tools/run-tool.ts';

const packages = {
  webpack: '5.112.2',
  'webpack-cli': '7.3.1',
  'html-webpack-plugin': '5.6.8',
  'mini-css-extract-plugin': '2.10.2',
  'css-loader': '7.1.5',
  parcel: '2.16.4',
  esbuild: '0.28.2',
  rollup: '4.68.8',
  astro: '7.3.5',
};

/** The same page, style, image and lazy part for all. */
const sources: Readonly<Record<string, string>> = {
  'package.json': '{"private":true,"type":"module"}',
  'src/main.js': 'import "./main.css";\nimport("./lazy.js").then(({ lazy }) => lazy());\n',
  'src/plain.js': 'import("./lazy.js").then(({ lazy }) => lazy());\n',
  'src/lazy.js': 'export const lazy = () => document.body.append("lazy");\n',
  'src/main.css': 'body { background: url(./large.svg) }\n',
  'src/large.svg': `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><desc>${'large '.repeat(2000)}</desc></svg>\n`,
  'webpack.config.js': `
import Page from 'html-webpack-plugin';
import Css from 'mini-css-extract-plugin';
export default {
  mode: 'production',
  entry: './src/main.js',
  output: { path: import.meta.dirname + '/dist-webpack', filename: '[name].[contenthash].js' },
  module: { rules: [{ test: /\\.css$/, use: [Css.loader, 'css-loader'] }, { test: /\\.svg$/, type: 'asset/resource' }] },
  plugins: [new Page(), new Css({ filename: '[name].[contenthash].css' })],
};`,
  'parcel/index.html': `<!doctype html><title>x</title><link rel="stylesheet" href="../src/main.css">
<script type="module" src="../src/plain.js"></script>`,
  'esbuild.html':
    '<!doctype html><link rel="stylesheet" href="./main.css"><script type="module" src="./main.js"></script>',
  'rollup.html': '<!doctype html><script type="module" src="./plain.js"></script>',
  'astro.config.mjs': 'export default { outDir: "dist-astro" };',
  'src/pages/index.astro': `---
import '../main.css';
import large from '../large.svg?url';
---
<html lang="en"><head><title>x</title></head><body><a href="/about/">About</a><img src={large} alt="" />
<script src="../plain.js"></script></body></html>`,
  'src/pages/about.astro': '<html lang="en"><head><title>x</title></head><body>About</body></html>',
};

interface Bundler {
  readonly name: string;
  readonly args: readonly string[];
  /** The page that the bundler leaves to its user. */
  readonly page?: string;
}

export const bundlers: readonly Bundler[] = [
  { name: 'webpack', args: ['webpack-cli/bin/cli.js'] },
  {
    name: 'parcel',
    args: [
      'parcel/lib/bin.js',
      'build',
      'parcel/index.html',
      '--dist-dir',
      'dist-parcel',
      '--no-cache',
      '--no-source-maps',
    ],
  },
  {
    name: 'esbuild',
    args: 'esbuild/bin/esbuild src/main.js --bundle --splitting --format=esm --minify --loader:.svg=file --outdir=dist-esbuild'.split(
      ' ',
    ),
    page: 'esbuild.html',
  },
  {
    name: 'rollup',
    args: ['rollup/dist/bin/rollup', '-i', 'src/plain.js', '-d', 'dist-rollup', '-f', 'es'],
    page: 'rollup.html',
  },
  { name: 'astro', args: ['astro/bin/astro.mjs', 'build'] },
];

export async function bundlerProject(): Promise<string> {
  const folder = await cached(join('test-projects', 'other-bundlers-1'), async (unfinished) => {
    writeFileSync(join(unfinished, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
    await runTool('npm', ['install', '--no-audit', '--no-fund'], { cwd: unfinished });
  });
  const project = mkdtempSync(join(tmpdir(), 'web-build-bundlers-'));
  for (const [file, text] of Object.entries(sources)) {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), text);
  }
  symlinkSync(join(folder, 'node_modules'), join(project, 'node_modules'));
  return project;
}

/** Builds, and gives the output's folder. */
export async function bundle(project: string, { name, args, page }: Bundler): Promise<string> {
  const [program = '', ...rest] = args;
  const file = join(project, 'node_modules', program);
  const [command, first] = name === 'esbuild' ? [file, []] : [process.execPath, [file]];
  await runTool(command, [...first, ...rest], {
    cwd: project,
    env: { ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
  });
  const output = join(project, `dist-${name}`);
  if (page !== undefined) copyFileSync(join(project, page), join(output, 'index.html'));
  return output;
}
