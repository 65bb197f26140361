import type { CheckId } from '../../src/checks/finding.ts';
import type { Expectation } from '../../src/checks/validate.ts';

/** A site with one thing wrong, and the check that must find it. */
export interface BrokenSite {
  /** What is wrong, as the README's table says it. */
  readonly what: string;
  readonly id: CheckId;
  /** Checks that find the same fault too. */
  readonly also?: readonly CheckId[];
  /** Written over the sound project. */
  readonly files?: Readonly<Record<string, string>>;
  /** What stands in the Vite configuration, between its braces. */
  readonly config?: string;
  /** More arguments of `vite build`. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Changes the output after the build: what an upload, a later script or another tool does. */
  readonly after?: (output: string) => void;
  readonly expected?: Partial<Expectation>;
}

/** A project without a fault: a page with style, a lazy part, a worker, imported and public images. */
export const soundProject: Readonly<Record<string, string>> = {
  'package.json': '{"private":true,"type":"module"}',
  'index.html': page('<img src="/icon.svg" alt="">'),
  'public/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"><title>icon</title></svg>',
  'src/main.js': [
    'import "./main.css";',
    'import large from "./large.svg";',
    'document.body.append(large);',
    'import("./lazy.js").then(({ lazy }) => lazy());',
    'new Worker(new URL("./worker.js", import.meta.url), { type: "module" });',
  ].join('\n'),
  'src/lazy.js': 'import "./lazy.css";\nexport const lazy = () => document.body.append("lazy");\n',
  'src/worker.js': 'postMessage(1);\n',
  'src/main.css': 'body { color: black; background: url(/icon.svg) }\n',
  'src/lazy.css': 'p { color: red }\n',
  'src/large.svg': `<svg xmlns="http://www.w3.org/2000/svg"><desc>${'large '.repeat(1000)}</desc></svg>`,
};

export function page(body: string, head = ''): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><title>Site</title><link rel="icon" href="/icon.svg">${head}</head>`,
    '<body>',
    body,
    '<script type="module" src="/src/main.js"></script>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** The sound script with a line before it. */
export const script = (line: string): Record<string, string> => ({
  'src/main.js': `${line}\n${soundProject['src/main.js'] ?? ''}`,
});
