import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../../actions/web-build/src/browser/find-browser.ts';
import { cached } from '../../packages/local-pipeline/src/tools/cache-folder.ts';
import { runTool } from '../../packages/local-pipeline/src/tools/run-tool.ts';

const release = '12.3.0';
const library = 'package/dist/mermaid.min.js';

/** What Mermaid itself says of pictures, one after the other, when it draws them in a browser; empty for one that it draws. */
export async function drawWithMermaid(pictures: readonly string[]): Promise<string[]> {
  const browser = findBrowser();
  if (browser === undefined) throw new Error('Chromium or Chrome is missing on this machine.');
  const folder = mkdtempSync(join(tmpdir(), 'mermaid-'));
  symlinkSync(join(await mermaidPackage(() => undefined), library), join(folder, 'mermaid.js'));
  const page = join(folder, 'page.html');
  writeFileSync(page, pageOf(pictures));
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=60000'];
  const profile = `--user-data-dir=${join(folder, 'profile')}`;
  const { stdout } = await runTool(browser, [...flags, profile, '--dump-dom', `file://${page}`]);
  rmSync(folder, { recursive: true, force: true });
  const [, verdicts = ''] = /<pre>([\w+/=]*)<\/pre>/.exec(stdout) ?? [];
  if (verdicts === '') throw new Error('Mermaid gave no answer.');
  return JSON.parse(Buffer.from(verdicts, 'base64').toString('utf8')) as string[];
}

/** The folder of Mermaid's bundle for browsers, from npm. */
export function mermaidPackage(say: (message: string) => void): Promise<string> {
  return cached(`mermaid-${release}`, async (target) => {
    say(`Fetching mermaid ${release} …`);
    await runTool('npm', ['pack', `mermaid@${release}`, '--silent', '--pack-destination', target]);
    const archive = join(target, `mermaid-${release}.tgz`);
    await runTool('tar', ['-xzf', archive, '-C', target, library]);
    rmSync(archive);
  });
}

/** Nothing of a picture is markup on the way in or out: both ways it is base64. */
function pageOf(pictures: readonly string[]): string {
  const given = Buffer.from(JSON.stringify(pictures)).toString('base64');
  return `<!doctype html><meta charset="utf-8"><script src="mermaid.js"></script><script type="module">
const bytes = Uint8Array.from(atob('${given}'), (each) => each.charCodeAt(0));
mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
const verdicts = [];
for (const [index, picture] of JSON.parse(new TextDecoder().decode(bytes)).entries())
  verdicts.push(await mermaid.render('picture-' + index, picture).then(({ svg }) => (svg.includes('<svg') ? '' : 'nothing drawn'), String));
const answer = document.createElement('pre');
answer.textContent = btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(verdicts))));
document.body.replaceChildren(answer);
</script>`;
}
