import { finding, type Finding } from '../checks/finding.ts';
import type { BrowserProof } from './browser-proof.ts';
import type { PageFault } from './page-events.ts';

/** What the browser found, as findings of the site, without what the site's own references have told already. Notes stay in the report. */
export function pageFindings({ pages }: BrowserProof, known: readonly Finding[]): Finding[] {
  const missing = known.flatMap(({ id, reference = '' }) => (id === 'ref-missing' ? [bare(reference)] : []));
  const isKnown = ({ kind, message }: PageFault): boolean =>
    kind === 'request' && missing.some((path) => path !== '' && bare(message).endsWith(path));
  return pages.flatMap(({ page, faults }) =>
    faults
      .filter((fault) => fault.severity !== 'note' && !isKnown(fault))
      .map(({ severity, message }) =>
        finding('page-error', page, message, { severity: severity === 'error' ? 'error' : 'warning' }),
      ),
  );
}

/** The path of an address as written, or at the beginning of a request's message. */
const bare = (text: string): string =>
  text
    .replace(/ .*$/, '')
    .replace(/[?#].*$/, '')
    .replace(/^\.?\//, '');
