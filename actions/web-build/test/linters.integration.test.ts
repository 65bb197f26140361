import { beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cached } from '../../../packages/local-pipeline/src/tools/cache-folder.ts';
import { runTool } from '../../../packages/local-pipeline/src/tools/run-tool.ts';
import { managedProjects, writeManagedProject } from './managed-project.ts';
import { runWebBuild, type ActionRun } from './small-site.ts';

const linters = {
  eslint: '10.15.0',
  '@eslint/js': '10.0.1',
  '@biomejs/biome': '2.6.8',
  oxlint: '1.94.0',
  stylelint: '18.0.0',
  svelte: '5.57.3',
  'svelte-check': '4.7.8',
  typescript: '5.9.3',
  picocolors: '1.1.1',
};

let modules = '';

beforeAll(async () => {
  const folder = await cached(join('test-projects', 'linters-2'), async (unfinished) => {
    writeFileSync(join(unfinished, 'package.json'), JSON.stringify({ private: true, dependencies: linters }));
    await runTool('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: unfinished });
  });
  modules = join(folder, 'node_modules');
}, 120_000);

const sources = {
  'src/a.js': 'const unused = 1;\n\nif (globalThis.x == 3) debugger;\n',
  'src/b.ts': 'export const y: number = "s";\n',
  'eslint.config.js':
    'import js from "@eslint/js";\nexport default [{ ignores: ["*.cjs", "dist"] }, js.configs.recommended, { rules: { "no-debugger": "warn" } }];\n',
  'biome.json': '{ "files": { "includes": ["src/**"] }, "formatter": { "enabled": false } }\n',
  'tsconfig.json': '{ "compilerOptions": { "strict": true, "noEmit": true }, "include": ["src/*.ts"] }\n',
};

/** Runs one script as lint or typecheck beside the build, with the linters that are installed already. */
function runLinter(
  step: 'lint' | 'typecheck',
  script: string,
  files: Readonly<Record<string, string>> = {},
): ActionRun {
  const scripts = { lint: 'node --version', [step]: script, build: 'node build.cjs' };
  const workspace = writeManagedProject(managedProjects.npm, { type: 'module', scripts });
  for (const [file, text] of Object.entries({ ...sources, ...files })) {
    mkdirSync(dirname(join(workspace, 'web', file)), { recursive: true });
    writeFileSync(join(workspace, 'web', file), text);
  }
  symlinkSync(modules, join(workspace, 'web', 'node_modules'));
  return runWebBuild(workspace, { install: 'off' }, { GITHUB_ACTIONS: 'true' });
}

const annotations = (run: ActionRun): string[] =>
  [...run.log.matchAll(/^::(?:error|warning) title=(?:lint|typecheck)(?:%3A |,).*/gm)].map(([line]) => line);

describe('what a linter finds is an annotation with file, line and rule', () => {
  it('from ESLint', () => {
    const run = runLinter('lint', 'eslint .');
    expect(annotations(run)).toEqual([
      "::error title=lint%3A no-unused-vars,file=web/src/a.js,line=1::'unused' is assigned a value but never used",
      "::warning title=lint%3A no-debugger,file=web/src/a.js,line=3::Unexpected 'debugger' statement",
    ]);
    expect(run.log).toMatch(/::error::lint failed: npm run lint exited with 1\. 1 error, first web\/src\/a\.js:1: /);
    expect(run.summary).toContain('no-unused-vars');
  });

  it.each(['biome check .', 'biome ci .'])('from Biome, each once: %s', (script) => {
    const run = runLinter('lint', script);
    expect(annotations(run)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^::error title=lint%3A lint\/suspicious\/noDebugger,file=web\/src\/a\.js,line=3::/),
        expect.stringMatching(/^::error title=lint%3A lint\/suspicious\/noDoubleEquals,file=web\/src\/a\.js,line=3::/),
      ]),
    );
    expect(annotations(run).filter((line) => line.includes('noDebugger'))).toHaveLength(1);
  });

  it('from oxlint', () => {
    const run = runLinter('lint', 'oxlint src --deny-warnings');
    expect(annotations(run).join('\n')).toMatch(
      /title=lint%3A eslint\(no-debugger\),file=web\/src\/a\.js,line=3::`debugger`/,
    );
  });

  it('from Stylelint', () => {
    const run = runLinter('lint', 'stylelint src/a.css', {
      'src/a.css': 'a { colr: red; }\n',
      '.stylelintrc.json': '{ "rules": { "property-no-unknown": true } }\n',
    });
    expect(annotations(run)).toEqual([
      '::error title=lint%3A property-no-unknown,file=web/src/a.css,line=1::Unknown property "colr"',
    ]);
    expect(run.log).toContain('::error::lint failed: npm run lint exited with 2. 1 error, first web/src/a.css:1: ');
  });

  it('from svelte-check', () => {
    const run = runLinter('typecheck', 'svelte-check', {
      'src/App.svelte': '<script lang="ts">\nlet x: number = "a";\n</script>\n<p>{x}</p>\n',
      'tsconfig.json': '{ "compilerOptions": { "strict": true }, "include": ["src"] }\n',
    });
    expect(annotations(run)).toContainEqual(
      "::error title=typecheck,file=web/src/App.svelte,line=2::Type 'string' is not assignable to type 'number'.",
    );
  });

  it('from the TypeScript compiler', () => {
    const run = runLinter('typecheck', 'tsc');
    expect(annotations(run)).toEqual([
      "::error title=typecheck%3A TS2322,file=web/src/b.ts,line=1::Type 'string' is not assignable to type 'number'.",
    ]);
    expect(run.log).toContain('typecheck failed: npm run typecheck exited with 2. 1 error, first web/src/b.ts:1: ');
  });
});

describe('a linter that crashes', () => {
  it('is not one that found something', () => {
    const run = runLinter('lint', 'eslint .', { 'eslint.config.js': 'throw new Error("no plugin");\n' });
    expect(run.exitCode).toBe(1);
    expect(annotations(run)).toEqual([]);
    expect(run.log).toContain('::error::lint crashed: npm run lint exited with 2.');
  });
});
