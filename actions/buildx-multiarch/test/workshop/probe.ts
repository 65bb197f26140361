import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../../../../packages/local-pipeline/src/tools/cache-folder.ts';
import { runTool } from '../../../../packages/local-pipeline/src/tools/run-tool.ts';

const source = join(import.meta.dirname, 'probe');

/** Puts the probe program for both architectures into a build context, as probe-amd64 and probe-arm64. */
export async function addProbe(context: string): Promise<void> {
  const version = createHash('sha256')
    .update(readFileSync(join(source, 'main.go')))
    .digest('hex')
    .slice(0, 12);
  const folder = await cached(`image-probe-${version}`, async (target) => {
    for (const architecture of ['amd64', 'arm64']) {
      const env = { GOARCH: architecture, GOOS: 'linux', CGO_ENABLED: '0', GO111MODULE: 'off', GOFLAGS: '-trimpath' };
      const flags = ['build', '-ldflags=-s -w', '-o', join(target, `probe-${architecture}`), 'main.go'];
      await runTool('go', flags, { cwd: source, env });
    }
  });
  for (const name of ['probe-amd64', 'probe-arm64']) copyFileSync(join(folder, name), join(context, name));
}
