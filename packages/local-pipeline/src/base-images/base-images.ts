import { cpSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { delimiter, dirname, join } from 'node:path';
import { UserError } from '@data-profiler-actions/action-kit';
import { cached } from '../tools/cache-folder.ts';
import { runTool } from '../tools/run-tool.ts';
import { rootFilesystemRecipe, writeRootFilesystem } from './root-filesystem.ts';

export interface BaseImageOptions {
  /** The registry that takes pushes without a token. */
  readonly backend: string;
  /** The name people pull by. */
  readonly host: string;
  readonly tools: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly say: (message: string) => void;
}

/** Build arguments of the example, by the variable that its workflow reads them from. */
export type BaseImages = Readonly<Record<'PYTHON_BASE' | 'NODE_BASE' | 'WEB_BASE', string>>;

const trust = '/etc/ssl/certs/ca-certificates.crt';

/**
 * Base images for both platforms where no public registry can be asked: one image of Debian packages and this machine's Node, under a repository of no
 * owner. Builds trust what this machine trusts: its certificates are in the image.
 */
export async function ensureBaseImages(options: BaseImageOptions): Promise<BaseImages> {
  const context = await cached(`base-image-${fingerprint()}`, (folder) => writeContext(folder, options.say));
  const image = `library/debian:${fingerprint()}`;
  if (!(await isThere(options.backend, image))) {
    options.say('Pushing the base image for both platforms …');
    const flags = [
      'build',
      '--platform',
      'linux/amd64,linux/arm64',
      '--provenance=false',
      '--output',
      `type=image,name=${options.backend}/${image},push=true,registry.insecure=true`,
    ];
    await runTool(join(options.tools, 'buildx'), [...flags, context], { env: options.environment });
  }
  const reference = `${options.host}/${image}`;
  return { PYTHON_BASE: reference, NODE_BASE: reference, WEB_BASE: reference };
}

/** A few words of the Dockerfile stand for its whole text: change it, and the image is made anew. */
const dockerfile = `FROM scratch
ARG TARGETARCH
ADD rootfs-\${TARGETARCH}.tar /
COPY certificates.crt ${trust}
COPY node-\${TARGETARCH}/ /usr/local/
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin PIP_CERT=${trust} SSL_CERT_FILE=${trust} NODE_EXTRA_CA_CERTS=${trust}
`;

function fingerprint(): string {
  return createHash('sha256')
    .update(`${rootFilesystemRecipe}\n${dockerfile}\n${process.version}`)
    .digest('hex')
    .slice(0, 12);
}

async function writeContext(folder: string, say: (message: string) => void): Promise<void> {
  for (const architecture of ['amd64', 'arm64'] as const) {
    say(`Making a base image of Debian packages for linux/${architecture} …`);
    await writeRootFilesystem(architecture, folder);
    mkdirSync(join(folder, `node-${architecture}`, 'bin'), { recursive: true });
  }
  copyNode(join(folder, `node-${process.arch === 'arm64' ? 'arm64' : 'amd64'}`));
  if (existsSync(trust)) cpSync(realpathSync(trust), join(folder, 'certificates.crt'));
  else writeFileSync(join(folder, 'certificates.crt'), '');
  writeFileSync(join(folder, 'Dockerfile'), dockerfile);
}

/** The builder's own platform builds the site, so only its image needs Node; npm is the machine's. */
function copyNode(target: string): void {
  cpSync(process.execPath, join(target, 'bin', 'node'));
  cpSync(machineNpm(), join(target, 'lib', 'node_modules', 'npm'), {
    recursive: true,
    dereference: true,
  });
  writeFileSync(
    join(target, 'bin', 'npm'),
    '#!/bin/sh\nexec node /usr/local/lib/node_modules/npm/bin/npm-cli.js "$@"\n',
    { mode: 0o755 },
  );
}

/** The folder of the npm on PATH: its program is a link into it. `npm root --global` would follow the Node that runs it instead. */
function machineNpm(): string {
  const programs = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'npm'));
  const folders = programs.filter((file) => existsSync(file)).map((file) => dirname(dirname(realpathSync(file))));
  const found = folders.find((folder) => existsSync(join(folder, 'bin', 'npm-cli.js')));
  if (found === undefined)
    throw new UserError('npm is missing on this machine; the site is built with it.', 'Install Node.js with npm.');
  return found;
}

async function isThere(backend: string, image: string): Promise<boolean> {
  const [name = '', tag = ''] = image.split(':');
  const answer = await fetch(`http://${backend}/v2/${name}/manifests/${tag}`, {
    headers: { accept: 'application/vnd.oci.image.index.v1+json' },
  });
  await answer.arrayBuffer();
  return answer.ok;
}
