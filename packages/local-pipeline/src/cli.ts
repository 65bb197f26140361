import { messageOf, UserError } from '@data-profiler-actions/action-kit';
import { startAdvisoryServices, type AdvisoryServices } from './advisory-services.ts';
import { nextAfter } from './again.ts';
import { readOptions, usage, type PipelineOptions } from './options.ts';
import { keptFrom, putReportAside, writeReport, type RunReport } from './report/index.ts';
import { actorOf, runRef } from './run/event-payload.ts';
import { openRun } from './run/open-run.ts';
import { repositoryName } from './run/repository-name.ts';
import { runAttempt } from './run/run-attempt.ts';
import { readWorkflow } from './run/workflow/workflow-file.ts';
import { ensureTools } from './tools/ensure-tools.ts';
import { openWorkplace } from './workplace.ts';

/** As long as a real one, and as worthless as it looks. */
const token = `ghs_${'local'.repeat(8)}`;

const say = (line: string): void => console.log(line);

/** The story of `npm start`: tools, services, the workflow under act, the report. */
async function main(options: PipelineOptions, signal: AbortSignal): Promise<number> {
  const workflow = readWorkflow(options.repository, options.workflow, options.job);
  const repository = repositoryName(options.repository);
  const tools = await ensureTools(say);
  const workplace = await openWorkplace(
    tools,
    { repository, actor: actorOf(options.from), token, ref: runRef(options), readOnly: options.from !== 'member' },
    say,
  );
  let advisories: AdvisoryServices | undefined;
  try {
    advisories = await startAdvisoryServices(workplace.scratch);
    const variables = {
      REGISTRY: workplace.services.registry.host,
      ...workplace.bases,
      ...advisories.variables,
      ...options.variables,
    };
    say(
      `Running ${workflow.path} of ${options.repository} (${options.event}, ${options.ref}); the full log: ${options.report}/act.log`,
    );
    const run = openRun({ options, workflow, repository, token, variables, tools, workplace, signal, say });
    let report = await runAttempt(run);
    for (;;) {
      writeReport(options.report, report);
      conclude(report, options.report);
      if ((await nextAfter(report, options, signal, say)) === 'end') return report.result === 'success' ? 0 : 1;
      putReportAside(options.report, report);
      report = await runAttempt(run, report);
    }
  } finally {
    await advisories?.close();
    await workplace.close();
  }
}

const verdicts = { success: 'Green', failure: 'Red', cancelled: 'Cancelled', skipped: 'Skipped' } as const;

function conclude(report: RunReport, folder: string): void {
  const attempt = (report.attempt ?? 1) > 1 ? ` in attempt ${report.attempt}` : '';
  say(`\n${verdicts[report.result]}${attempt}: ${jobsInWords(report)}`);
  for (const { name, tags, platforms } of report.images.filter(({ tags }) => tags.length > 0))
    say(`  ${name}  ${tags.join(', ')}  (${platforms.join(', ')})`);
  say(`Report: ${folder}/index.html`);
}

/** Each job that ran once, with the number of its legs that ended alike: `plan success, build success ×4`. */
function jobsInWords(report: RunReport): string {
  const ran = report.jobs.filter((job) => keptFrom(job, report) === undefined);
  const ends = ran.map(({ id, result }) => `${id} ${result}`);
  return [...new Set(ends)]
    .map((end) => ({ end, legs: ends.filter((each) => each === end).length }))
    .map(({ end, legs }) => (legs > 1 ? `${end} ×${legs}` : end))
    .join(', ');
}

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => interruption.abort());
try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) say(usage);
  else process.exitCode = await main(options, interruption.signal);
} catch (thrown) {
  console.error(
    thrown instanceof UserError && thrown.remedy !== '' ? `${thrown.message}\n${thrown.remedy}` : messageOf(thrown),
  );
  process.exitCode = 1;
}
