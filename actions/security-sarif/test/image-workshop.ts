import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startBuildKit, type Engine } from '../../../packages/local-pipeline/src/engine/buildkit.ts';
import {
  startRegistryProcess,
  type RegistryProcess,
} from '../../../packages/local-pipeline/src/services/registry/registry-process.ts';
import { goTools } from '../../../packages/local-pipeline/src/tools/go-tools.ts';
import { runTool } from '../../../packages/local-pipeline/src/tools/run-tool.ts';

/** A real registry and a real BuildKit, and images that hold a vulnerable system package, a vulnerable Python package and a secret. */
export interface ImageWorkshop {
  /** `127.0.0.1:PORT` */
  readonly registry: string;
  /** Builds from a context of these files; gives the index's digest where it pushes. */
  build(files: ImageFiles, output: string, ...flags: string[]): Promise<string>;
  close(): Promise<void>;
}

/** Contents by path. */
export type ImageFiles = Readonly<Record<string, string | Buffer>>;

export async function openImageWorkshop(): Promise<ImageWorkshop> {
  const scratch = mkdtempSync(join(tmpdir(), 'image-workshop-'));
  const tools = await goTools((message) => console.log(message));
  const registry: RegistryProcess = await startRegistryProcess(join(scratch, 'registry'), join(scratch, 'storage'));
  const storage = join(scratch, 'buildkit');
  const options = { tools, scratch: join(scratch, 'engine'), storage, registries: [registry.host] };
  const engine: Engine = await startBuildKit(options);
  const build: ImageWorkshop['build'] = async (files, output, ...flags) => {
    const context = writeFiles(mkdtempSync(join(scratch, 'context-')), files);
    const metadata = join(context, '..', 'metadata.json');
    const usual = ['build', '--platform', 'linux/amd64,linux/arm64', '--metadata-file', metadata, '--output', output];
    await runTool(join(tools, 'buildx'), [...usual, ...flags, context], { env: engine.environment });
    const written = JSON.parse(readFileSync(metadata, 'utf8')) as Record<string, unknown>;
    return String(written['containerimage.digest']);
  };
  const close = async (): Promise<void> => {
    await engine.close();
    await registry.close();
  };
  return { registry: registry.host, build, close };
}

export function writeFiles(folder: string, files: ImageFiles): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A system that scanners take for Debian 12, with one package. */
export const baseFiles = {
  Dockerfile: 'FROM scratch\nCOPY root/ /\n',
  'root/etc/os-release': 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12"\n',
  'root/etc/debian_version': '12.5\n',
  'root/var/lib/dpkg/status': [
    'Package: libexpat1',
    'Status: install ok installed',
    'Source: expat',
    'Version: 2.5.0-1',
    'Architecture: amd64',
    'Maintainer: nobody <nobody@example.org>',
    'Description: XML parsing',
    '',
    '',
  ].join('\n'),
};

const packageFile = (name: string, version: string): string =>
  `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`;

export const appDockerfile = [
  'ARG BASE',
  'FROM ${BASE} AS dependencies',
  'COPY packages/ /packages/',
  '',
  '# what is shipped',
  'FROM ${BASE}',
  'ENV MODE=production',
  'COPY --from=dependencies \\',
  '  /packages/ /usr/local/lib/python3.12/site-packages/',
  'COPY settings.ini /srv/',
  'USER 1000',
  '',
].join('\n');

export const appFiles = (secret: string): Readonly<Record<string, string>> => ({
  Dockerfile: appDockerfile,
  'packages/requests-2.31.0.dist-info/METADATA': packageFile('requests', '2.31.0'),
  'packages/pyyaml-5.3.1.dist-info/METADATA': packageFile('PyYAML', '5.3.1'),
  'settings.ini': `[aws]\nkey = ${secret}\n`,
});
