import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { info, messageOf, notice } from '@data-profiler-actions/action-kit';
import { millisecondsLeft, type CommandContext } from '../command-context.ts';
import { isAddress, normalBase } from '../site/resolve-reference.ts';
import { findBrowser } from './find-browser.ts';
import { launchBrowser } from './launch-browser.ts';
import type { PageFault } from './page-events.ts';
import { keepPicture } from './page-picture.ts';
import { serveSite } from './site-server.ts';
import { visitPage, type Visit } from './visit-page.ts';

/** One page as a browser saw it. */
export interface PageProof {
  /** Relative to the output directory. */
  readonly page: string;
  /** The path it was opened at. */
  readonly path: string;
  readonly faults: readonly PageFault[];
  /** Absolute path of a PNG; empty where there is none. */
  readonly screenshot: string;
  readonly seconds: number;
}

export interface BrowserProof {
  readonly pages: readonly PageProof[];
  /** Pages that were left out. */
  readonly more: number;
}

const pagesAtMost = 20;
/** What hosts send for addresses they do not know: at its own address a router finds no route. */
const fallback = /^(404|200)\.html$/;

/** Opens every page of the site in a browser of this machine. Undefined where there is none to open, and, said in one notice, where that cannot be done. */
export async function proveInBrowser(
  directory: string,
  files: readonly string[],
  base: string,
  context: CommandContext,
): Promise<BrowserProof | undefined> {
  const pages = files.filter((file) => /\.html?$/i.test(file) && !fallback.test(file)).sort(indexFirst);
  if (pages.length === 0) return undefined;
  const means = findMeans(base);
  try {
    if (!means.ok) throw new Error(means.why);
    const proofs = await visitAll(means, directory, pages.slice(0, pagesAtMost), context);
    return { pages: proofs, more: Math.max(0, pages.length - pagesAtMost) };
  } catch (thrown) {
    notice(`The pages were not opened in a browser: ${messageOf(thrown)}.`);
    return undefined;
  }
}

interface Means {
  readonly program: string;
  /** The path to serve the site under, with a slash at both ends. */
  readonly prefix: string;
}

function findMeans(base: string): ({ readonly ok: true } & Means) | { readonly ok: false; readonly why: string } {
  if (isAddress(base))
    return { ok: false, why: `the site is served from another host (${base}), which this runner cannot stand in for` };
  const program = findBrowser();
  if (program === undefined)
    return { ok: false, why: 'no Chromium was found, neither on PATH nor in CHROME_PATH or CHROME_BIN' };
  return { ok: true, program, prefix: normalBase(base) };
}

async function visitAll(
  { program, prefix }: Means,
  directory: string,
  pages: readonly string[],
  context: CommandContext,
): Promise<PageProof[]> {
  const pictures = mkdtempSync(join(context.temp, 'web-build-pages-'));
  const server = await serveSite(directory, prefix);
  try {
    const browser = await launchBrowser(program, context);
    try {
      const proofs: PageProof[] = [];
      for (const page of pages) {
        const path = prefix + page.replace(/(^|\/)index\.html$/, '$1');
        const visit = await visitPage(browser.tools, server.origin, path, millisecondsLeft(context));
        proofs.push(proofOf(page, path, visit, pictures));
      }
      return proofs;
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}

function proofOf(page: string, path: string, { faults, screenshot, seconds }: Visit, pictures: string): PageProof {
  const said = faults.length === 0 ? 'nothing to say' : `${faults.length} to say`;
  info(`Opened ${path} in a browser: ${said} (${seconds.toFixed(1)} s)`);
  return { page, path, faults, screenshot: keepPicture(pictures, page, screenshot), seconds };
}

const indexFirst = (a: string, b: string): number =>
  Number(b === 'index.html') - Number(a === 'index.html') || (a < b ? -1 : 1);
