import { duration, keptFrom, outcomeWords, sign, withShortRef } from './format.ts';
import { jobTitle } from './job-title.ts';
import { escapeHtml } from './markdown-inline.ts';
import { renderMarkdown } from './markdown.ts';
import type { AlertReport, AnnotationReport, JobReport, RunReport, StepReport } from './run-report.ts';
import { percent, stepBars } from './timeline.ts';

/** One job: its steps on the job's own axis, its annotations, its steps' summaries. */
export function renderJob(job: JobReport, place: number, run: RunReport): string {
  const summaries = job.steps.map((step) => renderSummary(step) + renderFiles(step)).join('');
  const body =
    job.result === 'skipped' && job.steps.length === 0
      ? ''
      : `${renderAnnotations(job.annotations)}<ol class="steps">${job.steps.map((step, number) => renderStep(step, number, job)).join('')}</ol>${summaries}`;
  const kept = keptFrom(job, run);
  const where = kept === undefined ? '' : `kept from attempt ${kept} · `;
  const time = job.result === 'skipped' ? 'skipped' : where + duration(job.seconds);
  return `<section class="card" id="job-${place}"><h3>${sign(job.result)}<span>${escapeHtml(jobTitle(job))}</span><span class="time">${time}</span></h3>${body}</section>`;
}

function renderStep(step: StepReport, number: number, job: JobReport): string {
  const bar =
    step.result === 'skipped' ? undefined : stepBars({ ...job, steps: job.steps.slice(0, number + 1) }, 0).at(-1);
  const style = bar
    ? `left:${percent(bar.start, Math.max(job.seconds, 0.001))};width:max(2px,${percent(bar.seconds, Math.max(job.seconds, 0.001))})`
    : '';
  const track = bar ? `<span class="bar step ${step.result}" style="${style}"></span>` : '';
  const time = step.result === 'skipped' ? 'skipped' : duration(step.seconds);
  return `<li class="${step.result}"><div class="step-line">${sign(step.result)}<span class="step-name">${stepName(step)}</span><span class="track">${track}</span><span class="time">${time}</span></div>${renderOutputs(step.outputs)}</li>`;
}

/** Without a name of its own a step is called after its action, which is then not told twice. */
function stepName({ name, uses = '' }: StepReport): string {
  if (uses === '') return escapeHtml(name);
  const action = `<code title="${escapeHtml(uses)}">${escapeHtml(withShortRef(uses))}</code>`;
  return name === `Run ${uses}` ? `Run ${action}` : `${escapeHtml(name)} ${action}`;
}

function renderOutputs(outputs: StepReport['outputs']): string {
  const entries = Object.entries(outputs);
  if (entries.length === 0) return '';
  const rows = entries
    .map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td><code>${escapeHtml(value)}</code></td></tr>`)
    .join('');
  const count = entries.length === 1 ? '1 output' : `${entries.length} outputs`;
  return `<details class="outputs"><summary>${count}</summary><div class="scroll"><table>${rows}</table></div></details>`;
}

function renderSummary(step: StepReport): string {
  if (step.summary === undefined || step.summary.trim() === '') return '';
  return `<article class="summary"><p class="from">Summary of “${escapeHtml(step.name)}”</p>${renderMarkdown(step.summary)}</article>`;
}

/** Pictures that the step left, each with its full size behind it. */
function renderFiles({ files = [] }: StepReport): string {
  if (files.length === 0) return '';
  const figures = files.map(({ title, path }) => {
    const address = path.split('/').map(encodeURIComponent).join('/');
    return `<figure><a href="${address}"><img src="${address}" alt="${escapeHtml(title)}"></a><figcaption>${escapeHtml(title)}</figcaption></figure>`;
  });
  return `<div class="files">${figures.join('')}</div>`;
}

function renderAnnotations(annotations: readonly AnnotationReport[]): string {
  if (annotations.length === 0) return '';
  const rank = { error: 0, warning: 1, notice: 2 };
  const sorted = [...annotations].sort((a, b) => rank[a.level] - rank[b.level]);
  return `<ul class="annotations">${sorted.map(renderAnnotation).join('')}</ul>`;
}

function renderAnnotation({ level, file, line, message }: AnnotationReport): string {
  const where =
    file === undefined || file === '' ? '' : `<code>${escapeHtml(file)}${line === undefined ? '' : `:${line}`}</code>`;
  return `<li class="${level}"><span class="level">${level}</span>${where}<span class="message">${escapeHtml(message)}</span></li>`;
}

const severities = ['critical', 'high', 'error', 'medium', 'warning', 'low', 'note'];

export function renderAlerts(alerts: readonly AlertReport[]): string {
  if (alerts.length === 0) return '<p class="empty">No open alerts.</p>';
  const rank = ({ severity }: AlertReport): number =>
    severities.includes(severity) ? severities.indexOf(severity) : severities.length;
  const rows = [...alerts]
    .sort((a, b) => rank(a) - rank(b))
    .map(
      ({ severity, tool, rule, file, line, message }) =>
        `<tr><td><span class="severity ${severities.includes(severity) ? severity : 'note'}">${escapeHtml(severity)}</span></td><td><code>${escapeHtml(rule)}</code>${message ? `<p>${escapeHtml(message)}</p>` : ''}</td><td class="place"><code>${escapeHtml(file)}:${line}</code></td><td>${escapeHtml(tool)}</td></tr>`,
    );
  return `<div class="scroll"><table><thead><tr><th>Severity</th><th>Rule</th><th>Place</th><th>Tool</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

export function renderImages(images: RunReport['images']): string {
  if (images.length === 0) return '<p class="empty">No images were published.</p>';
  const chips = (values: readonly string[], kind: string): string =>
    values.map((value) => `<span class="chip ${kind}">${escapeHtml(value)}</span>`).join('');
  const cards = images.map(
    ({ name, digest, tags, platforms }) =>
      `<div class="image"><h3>${escapeHtml(name)}</h3><p class="digest"><code>${escapeHtml(digest)}</code></p><p>${chips(platforms, 'platform')}${chips(tags, 'tag')}</p></div>`,
  );
  return `<div class="images">${cards.join('')}</div>`;
}

/** Nothing for a run that deployed nothing, which is the usual one. */
export function renderDeployments(deployments: RunReport['deployments'] = []): string {
  if (deployments.length === 0) return '';
  const rows = deployments.map(
    ({ environment, state, description }) =>
      `<tr><td>${sign(state === 'success' ? 'success' : 'failure')} ${escapeHtml(environment)}</td><td>${escapeHtml(state)}</td><td>${escapeHtml(description)}</td></tr>`,
  );
  return `<h2>Deployments</h2>
<div class="panel scroll"><table><thead><tr><th>Environment</th><th>State</th><th>What</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

/** `6 passed, 1 failed, 1 skipped` */
function jobCounts({ jobs }: RunReport): string {
  const words = { success: 'passed', failure: 'failed', cancelled: 'cancelled', skipped: 'skipped' } as const;
  const counts = (['success', 'failure', 'cancelled', 'skipped'] as const).map(
    (outcome) => [jobs.filter(({ result }) => result === outcome).length, words[outcome]] as const,
  );
  return counts.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : [])).join(', ') || 'none';
}

/** Counts that a reader wants before anything else. */
export function renderFacts(run: RunReport, seconds: number): string {
  const annotations = run.jobs.flatMap((job) => job.annotations);
  const errors = annotations.filter(({ level }) => level === 'error').length;
  const facts: readonly (readonly [string, string])[] = [
    ['Result', outcomeWords[run.result]],
    ['Duration', duration(seconds)],
    ['Jobs', jobCounts(run)],
    [
      'Annotations',
      errors > 0
        ? `${annotations.length} (${errors} ${errors === 1 ? 'error' : 'errors'})`
        : String(annotations.length),
    ],
    ['Alerts', String(run.alerts.length)],
    ['Images', String(run.images.length)],
  ];
  return `<dl class="facts">${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${escapeHtml(value)}</dd></div>`).join('')}</dl>`;
}
