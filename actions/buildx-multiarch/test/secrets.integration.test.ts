import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { filesWith, leftovers } from './workshop/leftovers.ts';
import { openWorkshop, token, type Workshop } from './workshop/workshop.ts';

let shop: Workshop;
beforeAll(async () => {
  shop = await openWorkshop();
});
afterAll(() => shop.stop());

const value = 'pa55=with,signs and blanks';
const fileValue = 'the-secret-of-a-file-0123456789';

describe('a secret', () => {
  it('reaches its RUN and nothing else: no log, summary, output, provenance, cache, artifact or file', async () => {
    const dockerfile = `FROM scratch
ARG TARGETARCH
COPY probe-$TARGETARCH /probe
RUN --mount=type=secret,id=word ["/probe", "secret", "word"]
RUN --mount=type=secret,id=file ["/probe", "secret", "file"]
`;
    writeFileSync(join(shop.workspace, 'Dockerfile.secret'), dockerfile);
    writeFileSync(join(shop.folder, 'secret-file'), fileValue);
    writeFileSync(join(shop.workspace, 'secret-file'), fileValue);
    const run = await shop.run(
      {
        image: `${shop.registry}/org/secret`,
        file: 'Dockerfile.secret',
        mode: 'build',
        exchange: 'artifact',
        secrets: `word=${value}`,
        'secret-files': 'file=secret-file',
        provenance: 'mode=max',
        cache: 'gha',
      },
      shop.services.results.environment,
    );
    expect(run.exitCode).toBe(0);
    expect(run.log).toContain(`the secret has ${value.length} bytes`);
    expect(run.log).toContain(`the secret has ${fileValue.length} bytes`);
    const words = [value, fileValue, token];
    const masked = run.log.replaceAll(/^::add-mask::.*$/gm, '');
    for (const word of words) {
      for (const text of [masked, run.summary, JSON.stringify(run.outputs)]) expect(text).not.toContain(word);
    }
    expect(leftovers(run, words)).toEqual([]);
    for (const place of ['storage', 'services', 'amd64', 'arm64'])
      expect(filesWith(join(shop.folder, place), words)).toEqual([]);
  });
});
