import { branchesSharing, legalTag } from '@data-profiler-actions/image-tags';
import { refsUnder } from '../run/checkout.ts';
import type { Situation } from '../run/situation.ts';
import type { Decision } from './decision.ts';

/** Tags without an image are easily overlooked: every image may be disabled by its `enable`. */
export function noticeNoImage(decision: Decision, images: readonly string[]): Decision {
  if (images.length > 0 || decision.tags.length === 0) return decision;
  const warning =
    'Every line of "images" has enable=false: the output "tags" is empty, and only "tag-names" holds the tags.';
  return { ...decision, warnings: [...decision.warnings, warning] };
}

/** Says where another branch of the checkout gives the same tag as this one: the last one built has it. */
export async function noticeSharedBranch(
  decision: Decision,
  { checkout, facts }: Pick<Situation, 'checkout' | 'facts'>,
): Promise<Decision> {
  if (facts.refKind !== 'branch' || !checkout) return decision;
  const { name } = legalTag(facts.refName);
  if (!decision.tags.some((tag) => tag.name === name && tag.raw === facts.refName)) return decision;
  const branches = await refsUnder(checkout, 'refs/heads', 'refs/remotes/origin');
  const shared = branchesSharing(facts.refName, branches);
  if (shared.length === 0) return decision;
  const verb = shared.length === 1 ? 'gives' : 'give';
  const warning = `Branch ${shared.join(', ')} ${verb} the tag ${name} too, as ${facts.refName} does: whichever is built last has it.`;
  return { ...decision, warnings: [...decision.warnings, warning] };
}
