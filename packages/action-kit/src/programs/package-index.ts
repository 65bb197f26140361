interface Pair {
  /** uv's names for it, the one that is set first. */
  readonly uv: readonly [string, ...string[]];
  readonly pip: string;
  /** Of uv's names the one whose value pip understands too. */
  readonly shared?: string;
}

/** docs.astral.sh/uv "Environment variables"; pip.pypa.io "Configuration", "Environment Variables". */
const pairs: readonly Pair[] = [
  { uv: ['UV_DEFAULT_INDEX', 'UV_INDEX_URL'], pip: 'PIP_INDEX_URL' },
  { uv: ['UV_INDEX', 'UV_EXTRA_INDEX_URL'], pip: 'PIP_EXTRA_INDEX_URL', shared: 'UV_EXTRA_INDEX_URL' },
  { uv: ['UV_FIND_LINKS'], pip: 'PIP_FIND_LINKS' },
  { uv: ['SSL_CERT_FILE'], pip: 'PIP_CERT' },
];

/** pip and uv read each their own variables for the package index: what a runner has set for one, added for the other. */
export function indexVariables(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const added: Record<string, string> = {};
  for (const { uv, pip, shared } of pairs) {
    const [first] = uv;
    const ofUv = uv.map((name) => env[name]).find(Boolean);
    const ofPip = env[pip];
    const forPip = shared === undefined ? ofUv : env[shared];
    if (ofPip && !ofUv) added[first] = ofPip;
    // A certificate file is every program's, pip included.
    if (forPip && !ofPip && first !== 'SSL_CERT_FILE') added[pip] = forPip;
  }
  return added;
}
