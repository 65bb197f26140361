import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { notice, type EventContext } from '@data-profiler-actions/action-kit';
import { proveInBrowser, type BrowserProof } from './browser/browser-proof.ts';
import type { Finding } from './checks/finding.ts';
import { secretsOf } from './checks/secrets.ts';
import { validate, type Validation } from './checks/validate.ts';
import type { Inputs } from './inputs.ts';
import type { Bench } from './scripts/bench.ts';
import type { ViteBuild } from './scripts/vite-build.ts';
import { type Baseline, findBaseline, keepBaseline, siteIdentity } from './sizes/baseline.ts';
import { budgetsOf, checkGrowth } from './sizes/budgets.ts';
import { heaviestModules, type ModuleShare } from './sizes/modules.ts';
import { compareSizes, recordOf, type SizeChange } from './sizes/size-changes.ts';
import { brotliSize, type FileSize, type Sizes } from './sizes/sizes.ts';

/** A site that has been built, and what it is held against. */
export interface BuiltSite {
  /** Absolute. */
  readonly absolute: string;
  /** Relative to the workspace. */
  readonly relative: string;
  readonly vite?: ViteBuild;
  /** Milliseconds since the epoch; undefined where nothing was built in this step. */
  readonly builtSince?: number;
}

export interface Proof extends Validation {
  readonly change?: SizeChange;
  /** Whether the earlier build is known to be an ancestor of this one. */
  readonly isAncestor?: boolean;
  /** Why there is no earlier build to compare with, or why it may be the wrong one; empty where there is nothing to say. */
  readonly baselineNote: string;
  /** What the largest script of the first load is made of. */
  readonly heaviest?: { readonly file: string; readonly modules: readonly ModuleShare[] };
}

/** Reads the built site, holds it against its budgets and against an earlier build, and keeps its sizes for later ones. */
export async function prove(site: BuiltSite, inputs: Inputs, event: EventContext, bench: Bench): Promise<Proof> {
  const { absolute, vite, builtSince } = site;
  const directories = [bench.directory, ...(vite?.envDir ? [vite.envDir] : [])];
  const validation = await validate(absolute, {
    base: inputs.base,
    budgets: inputs.budgets,
    secrets: secretsOf(process.env, directories),
    ...(builtSince !== undefined && { builtSince }),
    ...(vite && { vite }),
  });
  if (!validation.sizes) return { ...validation, baselineNote: '' };
  for (const glob of validation.idleBudgets)
    notice(`No file of the site fits the budget for ${glob}: it guards nothing.`);
  const sizes = await withBrotli(absolute, validation.sizes);
  const compared = await compare(sizes, site, inputs, event, bench);
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

type Compared = Pick<Proof, 'change' | 'isAncestor' | 'baselineNote'> & { readonly findings: readonly Finding[] };

async function compare(
  sizes: Sizes,
  { relative }: BuiltSite,
  inputs: Inputs,
  event: EventContext,
  bench: Bench,
): Promise<Compared> {
  if (inputs.baseline === 'off') return { findings: [], baselineNote: '' };
  const site = siteIdentity(inputs.workingDirectory, relative);
  const baseline = await findBaseline(site, event, bench);
  await keepBaseline(site, event, recordOf(event.sha, sizes));
  const compared = judged(baseline, sizes, inputs.budgets);
  if (compared.baselineNote !== '') notice(compared.baselineNote);
  return compared;
}

function judged(baseline: Baseline, sizes: Sizes, budgets: readonly string[]): Compared {
  if (baseline.kind === 'none') return { findings: [], baselineNote: `No sizes to compare with: ${baseline.reason}.` };
  const change = compareSizes(baseline.record, sizes);
  if (baseline.isAncestor)
    return { change, isAncestor: true, findings: checkGrowth(budgetsOf(budgets), change), baselineNote: '' };
  const baselineNote =
    `The sizes are compared with ${change.commit.slice(0, 7)}, the newest known build: this clone does not tell which came before. ` +
    'Growth is not judged. Check out with fetch-depth: 0 to compare with the right one.';
  return { change, isAncestor: false, findings: [], baselineNote };
}

/** Brotli's best quality takes about a second for this much. */
const brotliAtMost = 500_000;

/** Adds Brotli sizes to what is loaded first, then to the largest of the rest, as far as there is time for it. */
async function withBrotli(directory: string, sizes: Sizes): Promise<Sizes> {
  const initial = new Set(sizes.initial.flatMap(({ files }) => files));
  const texts = sizes.files.filter(({ file }) => /\.(m?js|css|html?|json|svg)$/.test(file));
  const ordered = texts.toSorted((a, b) => Number(initial.has(b.file)) - Number(initial.has(a.file)));
  let left = brotliAtMost;
  const chosen = new Set(ordered.filter(({ bytes }) => (left -= bytes) >= 0).map(({ file }) => file));
  const files = await Promise.all(
    sizes.files.map(async (size): Promise<FileSize> => {
      if (!chosen.has(size.file)) return size;
      return { ...size, brotli: await brotliSize(await readFile(join(directory, size.file))) };
    }),
  );
  return { ...sizes, files };
}

/** The site's pages in a browser, where that is asked for and there is a site. */
export async function openPages(
  { absolute }: BuiltSite,
  proof: Proof | undefined,
  { smoke, base }: Inputs,
  bench: Bench,
): Promise<BrowserProof | undefined> {
  const files = proof?.sizes?.files.map(({ file }) => file) ?? [];
  return smoke === 'off' || files.length === 0 ? undefined : proveInBrowser(absolute, files, base, bench);
}
