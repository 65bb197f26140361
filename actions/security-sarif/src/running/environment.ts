import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** What a scanner needs to find programs, its language, the way through a proxy, and whom to trust. Everything else of the job stays out. */
const passed =
  /^(PATH|LANG|LANGUAGE|LC_[A-Z]+|TZ|USER|LOGNAME|((HTTPS?|ALL|NO)_PROXY)|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|SYSTEMROOT|PATHEXT|COMSPEC)$/i;

/** The whole environment of a scanner: nothing of the job but the above, with a home and a temporary folder of its own. */
export function scannerEnvironment(
  scratch: string,
  extra: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  const temporary = join(scratch, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && passed.test(entry[0]),
  );
  return {
    ...Object.fromEntries(kept),
    HOME: scratch,
    XDG_CACHE_HOME: join(scratch, 'cache'),
    XDG_CONFIG_HOME: join(scratch, 'config'),
    TMPDIR: temporary,
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONUTF8: '1',
    ...extra,
  };
}
