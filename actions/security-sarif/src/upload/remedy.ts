import { textOf } from '@data-profiler-actions/action-kit';
import type { Answer } from '../github/repository-api.ts';

const notPermitted =
  'give the job `permissions: security-events: write` (and `contents: read` in a private repository)';
const notEnabled =
  'enable code scanning: in a private or internal repository an administrator turns on Code Security (Settings → Advanced Security); public ones have it';

/** What the user can do about an answer that is not the one hoped for; empty where nothing is known to help. */
export function remedyOf(answer: Answer): string {
  const message = textOf(answer.body['message']);
  if (isRateLimit(answer, message)) return 'GitHub limits how often the token may ask: run again later';
  switch (answer.status) {
    case 400:
      return 'GitHub reads the file as invalid; the SARIF file is kept, please report it with this message';
    case 401:
      return 'the token is not valid: leave the input token at its default, or renew it';
    case 403:
      return remedyOfForbidden(message);
    case 404:
      return 'the token does not reach this repository, or code scanning is not there: check the input token, and that code scanning is enabled';
    case 413:
      return 'the file is too large for GitHub: narrow paths, ignore what you accept, or split the repository with working-directory and category';
    case 422:
      return 'GitHub does not know this commit or ref: check out what the event names, and keep its commit reachable';
    default:
      return answer.status >= 500 ? 'GitHub has a problem of its own (githubstatus.com): run the job again' : '';
  }
}

function remedyOfForbidden(message: string): string {
  if (/archived/i.test(message)) return 'the repository is archived: nothing can be uploaded to it';
  if (/not accessible by integration|resource not accessible|permission/i.test(message)) return notPermitted;
  if (/must be enabled|not enabled|advanced security|code security/i.test(message)) return notEnabled;
  return `${notPermitted}; or ${notEnabled}`;
}

function isRateLimit({ status, headers }: Answer, message: string): boolean {
  return (
    status === 429 || (status === 403 && (/rate limit/i.test(message) || headers['x-ratelimit-remaining'] === '0'))
  );
}
