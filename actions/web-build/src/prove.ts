import { counted, info, notice, type EventContext } from '@data-profiler-actions/action-kit';
import { proveInBrowser, type BrowserProof } from './browser/browser-proof.ts';
import { secretsOf } from './checks/secrets.ts';
import { validate, type Validation } from './checks/validate.ts';
import type { CommandContext } from './command-context.ts';
import type { Inputs } from './inputs.ts';
import type { BuiltSite } from './locate-output.ts';
import { siteIdentity } from './sizes/baseline.ts';
import { withBrotliSizes } from './sizes/brotli.ts';
import { kilobytes } from './sizes/budgets.ts';
import { compareWithBaseline, type Comparison } from './sizes/comparison.ts';
import { heaviestModules, type ModuleShare } from './sizes/modules.ts';

export interface Proof extends Validation, Omit<Comparison, 'findings'> {
  /** What the largest script of the first load is made of. */
  readonly heaviest?: { readonly file: string; readonly modules: readonly ModuleShare[] };
}

/** Reads the built site, holds it against its budgets and against an earlier build, and keeps its sizes for later ones. */
export async function prove(
  site: BuiltSite,
  inputs: Inputs,
  event: EventContext,
  context: CommandContext,
): Promise<Proof> {
  const { absolute, vite, buildStart } = site;
  const directories = [context.directory, ...(vite?.envDir ? [vite.envDir] : [])];
  const validation = await validate(absolute, {
    base: inputs.base,
    place: site.relative,
    budgets: inputs.budgets,
    secrets: secretsOf(process.env, directories),
    ...(buildStart && { buildStart }),
    ...(vite && { vite }),
  });
  tell(validation);
  if (!validation.sizes) return { ...validation, baselineNote: '' };
  for (const glob of validation.idleBudgets)
    notice(`No file of the site fits the budget for ${glob}: it guards nothing.`);
  const sizes = await withBrotliSizes(absolute, validation.sizes);
  const identity = siteIdentity(inputs.workingDirectory, site.relative);
  const compared = await compareWithBaseline(sizes, identity, inputs, event, context);
  const entry = sizes.initial[0]?.files.find((file) => /\.m?js$/.test(file));
  const modules = entry === undefined ? [] : heaviestModules(absolute, entry);
  return {
    ...validation,
    ...compared,
    sizes,
    findings: [...validation.findings, ...compared.findings],
    ...(entry !== undefined && modules.length > 0 && { heaviest: { file: entry, modules } }),
  };
}

/** One line for the log; what was found stands in annotations and in the summary. */
function tell({ findings, sizes, checkedReferences, unverified }: Validation): void {
  const first = sizes?.initial[0];
  const size = sizes ? ` The site is ${kilobytes(sizes.total.bytes)}` : '';
  const initial = first ? `, JavaScript of the first load ${kilobytes(first.js.gzip)} gzip` : '';
  info(
    `${counted(checkedReferences, 'reference')} in ${counted(sizes?.files.length ?? 0, 'file')} followed, ${unverified} unverified, ` +
      `${counted(findings.length, 'finding')}.${size === '' ? '' : `${size}${initial}.`}`,
  );
}

/** The site's pages in a browser, where that is asked for and there is a site. */
export async function openPages(
  { absolute }: BuiltSite,
  proof: Proof | undefined,
  { smoke, base }: Inputs,
  context: CommandContext,
): Promise<BrowserProof | undefined> {
  const files = proof?.sizes?.files.map(({ file }) => file) ?? [];
  return smoke === 'off' || files.length === 0 ? undefined : proveInBrowser(absolute, files, base, context);
}
