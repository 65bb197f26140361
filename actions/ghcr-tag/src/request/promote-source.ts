import type { InputKind } from '@data-profiler-actions/action-kit';
import { isDigest, isTag, parseReference, type ImageReference } from '@data-profiler-actions/oci';

/** What is promoted: a tag or digest of the images themselves, or, with `from`, of that repository. */
export interface PromoteSource {
  /** As written. */
  readonly text: string;
  /** A tag or a digest. */
  readonly reference: string;
  readonly from?: Pick<ImageReference, 'registry' | 'repository'>;
}

/** Undefined when the input is empty. */
export const promoteSource = (): InputKind<PromoteSource | undefined> => ({
  parse: (raw) => {
    const text = raw.trim();
    if (text === '') return { ok: true, value: undefined };
    if (isDigest(text) || isTag(text)) return { ok: true, value: { text, reference: text } };
    const parsed = /[/@]/.test(text) ? parseReference(text) : undefined;
    if (parsed?.ok) {
      const { registry, repository, tag, digest } = parsed.reference;
      const reference = digest ?? tag;
      if (reference !== undefined) return { ok: true, value: { text, reference, from: { registry, repository } } };
    }
    const reason = parsed && !parsed.ok ? ` (it ${parsed.problem})` : '';
    const rule =
      'a whole digest (sha256: and 64 hexadecimal digits), a tag of the images, or image@digest or image:tag';
    return { ok: false, problem: `must be ${rule} of another repository of the registry${reason}` };
  },
});
