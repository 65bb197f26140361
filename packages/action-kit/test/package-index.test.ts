import { describe, expect, it } from '@jest/globals';
import { indexVariables } from '../src/index.ts';

const mirror = 'https://mirror/simple';

describe('a package index that is set for one installer', () => {
  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['holds for uv too', { PIP_INDEX_URL: mirror }, { UV_DEFAULT_INDEX: mirror }],
    ['holds for pip too', { UV_INDEX_URL: mirror }, { PIP_INDEX_URL: mirror }],
    ['by its newer name too', { UV_DEFAULT_INDEX: mirror }, { PIP_INDEX_URL: mirror }],
    ['stays each one’s own where both are set', { PIP_INDEX_URL: mirror, UV_INDEX_URL: 'https://other' }, {}],
    ['may have others beside it', { PIP_EXTRA_INDEX_URL: mirror }, { UV_INDEX: mirror }],
    ['is not handed to pip in a form that only uv reads', { UV_INDEX: `name=${mirror}` }, {}],
    ['may be a folder', { PIP_FIND_LINKS: '/wheels' }, { UV_FIND_LINKS: '/wheels' }],
    ['brings its certificate', { PIP_CERT: '/ca.pem' }, { SSL_CERT_FILE: '/ca.pem' }],
    ['leaves the machine’s certificate alone', { SSL_CERT_FILE: '/ca.pem' }, {}],
    ['may be none', {}, {}],
  ])('%s', (_, env, added) => {
    expect(indexVariables(env)).toEqual(added);
  });
});
