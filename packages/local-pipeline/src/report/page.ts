import { outcomeWords, sign } from './format.ts';
import { withTellingMatrix } from './leg-names.ts';
import { escapeHtml } from './markdown-inline.ts';
import type { RunReport } from './run-report.ts';
import { renderAlerts, renderDeployments, renderFacts, renderImages, renderJob } from './sections.ts';
import { style } from './style.ts';
import { renderTimeline, spanOf } from './timeline.ts';

/** The report as one page that loads nothing but pictures beside it: no scripts, and a policy that forbids any. `json` is the file for programs. */
export function renderPage(whole: RunReport, json = 'report.json'): string {
  const run = { ...whole, jobs: withTellingMatrix(whole.jobs) };
  const title = `${run.workflow ?? 'Pipeline'}: ${outcomeWords[run.result].toLowerCase()}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${renderHeader(run)}
<h2>Timeline</h2>
${renderTimeline(run)}
<h2>Jobs</h2>
${run.jobs.map((job, place) => renderJob(job, place, run)).join('\n')}
<h2>Code scanning alerts</h2>
<div class="panel">${renderAlerts(run.alerts)}</div>
<h2>Images</h2>
${renderImages(run.images)}
${renderDeployments(run.deployments)}
${renderFooter(run, json)}
</main>
</body>
</html>
`;
}

function renderHeader(run: RunReport): string {
  const name =
    [run.repository, run.workflow].filter((part) => part !== undefined && part !== '').join(' · ') || 'Pipeline run';
  const ref = run.ref.replace(/^refs\/(heads|tags)\//, '');
  const started =
    run.startedAt === undefined
      ? ''
      : `<span>${escapeHtml(run.startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC'))}</span>`;
  return `<header>
<h1>${sign(run.result)}<span>${escapeHtml(name)}</span></h1>
<p class="context"><span>${escapeHtml(run.event)} on <code>${escapeHtml(ref)}</code></span><span>commit <code title="${escapeHtml(run.sha)}">${escapeHtml(run.sha.slice(0, 12))}</code></span>${renderAttempt(run)}${started}</p>
${renderFacts(run, spanOf(run).seconds)}
</header>`;
}

/** Which attempt of the run this is, with the pages of those before. */
function renderAttempt({ attempt = 1 }: RunReport): string {
  if (attempt === 1) return '';
  const earlier = Array.from({ length: attempt - 1 }, (_, place) => place + 1);
  const links = earlier.map((each) => `<a href="./attempt-${each}.html">attempt ${each}</a>`);
  return `<span>attempt ${attempt}, after ${links.join(', ')}</span>`;
}

/** Builders here stand for runners of their architecture, so that steps call native what this machine emulates. */
function renderEmulation({ emulated = [] }: RunReport): string {
  if (emulated.length === 0) return '';
  const names = emulated.map((platform) => `<code>${escapeHtml(platform)}</code>`).join(', ');
  return ` It emulated ${names}, which steps call native, as on a runner of that architecture: there it is faster.`;
}

const renderFooter = (run: RunReport, json: string): string =>
  `<footer>Ran on this machine with a registry at <code>${escapeHtml(run.services.registry)}</code> and GitHub’s API at <code>${escapeHtml(run.services.api)}</code>.${renderEmulation(run)} The same facts for programs: <a href="./${json}">${json}</a>.</footer>`;
