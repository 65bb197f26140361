import { objectsIn } from '@data-profiler-actions/action-kit';
import { sendJson, type Answered, type Exchange } from '../http-server.ts';
import { defaultBranch } from '../tokens.ts';
import { analysesOf, foldAlerts, type Alert, type Analysis, type Upload } from './code-scanning.ts';

type Numbered = Analysis & { readonly id: number };

const numbered = (uploads: readonly Upload[]): Numbered[] =>
  analysesOf(uploads).map((analysis, place) => ({ id: place + 1, ...analysis }));

const parameters = ['tool_name', 'tool_guid', 'page', 'per_page', 'ref', 'sarif_id', 'direction', 'sort', 'pr'];

/** REST "List code scanning analyses for a repository": the newest first, in pages of 30. */
export function sendAnalyses(exchange: Exchange, uploads: readonly Upload[]): Answered {
  const query = exchange.url.searchParams;
  for (const name of query.keys()) if (!parameters.includes(name)) exchange.violate(`unknown parameter ${name}`);
  const wanted = (name: string, value: string): boolean => query.get(name) === null || query.get(name) === value;
  const found = numbered(uploads)
    .filter(
      (one) => isRef(query.get('ref'), one.ref) && wanted('tool_name', one.tool) && wanted('sarif_id', one.uploadId),
    )
    .reverse();
  const perPage = Math.min(100, Number(query.get('per_page') ?? 30));
  const start = (Number(query.get('page') ?? 1) - 1) * perPage;
  if (analysesOf(uploads).length === 0) return sendJson(exchange.response, 404, { message: 'no analysis found' });
  return sendJson(exchange.response, 200, found.slice(start, start + perPage).map(analysisBody));
}

/** A ref can be asked for in full, as `heads/…`, or as the name of a branch. */
const isRef = (asked: string | null, ref: string): boolean =>
  asked === null || [ref, ref.replace(/^refs\//, ''), ref.replace(/^refs\/heads\//, '')].includes(asked);

const analysisBody = (one: Numbered): unknown => ({
  id: one.id,
  ref: one.ref,
  commit_sha: one.commit,
  analysis_key: '(default)',
  category: one.category,
  error: '',
  results_count: objectsIn(one.run['results']).length,
  sarif_id: one.uploadId,
  tool: { name: one.tool },
});

/** REST "Get a code scanning analysis": as SARIF where the client accepts that, with the numbers of the alerts. */
export function sendAnalysis(exchange: Exchange, uploads: readonly Upload[], id: string): Answered {
  const analysis = numbered(uploads).find((one) => String(one.id) === id);
  if (!analysis) return sendJson(exchange.response, 404, { message: 'no analysis found' });
  if (!(exchange.request.headers.accept ?? '').includes('application/sarif+json'))
    return sendJson(exchange.response, 200, analysisBody(analysis));
  const results = objectsIn(analysis.run['results']).map((result, place) => ({
    ...result,
    properties: { 'github/alertNumber': place + 1 },
  }));
  return sendJson(
    exchange.response,
    200,
    { version: '2.1.0', runs: [{ ...analysis.run, results }] },
    { 'content-type': 'application/sarif+json' },
  );
}

export function sendAlerts(exchange: Exchange, uploads: readonly Upload[]): Answered {
  const ref = exchange.url.searchParams.get('ref') ?? defaultBranch;
  const tool = exchange.url.searchParams.get('tool_name');
  const alerts = foldAlerts(uploads, ref).filter((alert) => tool === null || alert.tool === tool);
  return sendJson(
    exchange.response,
    200,
    alerts.map((alert) => alertBody(alert, ref)),
  );
}

const alertBody = (alert: Alert, ref: string): unknown => ({
  number: alert.number,
  state: 'open',
  rule: { id: alert.rule, security_severity_level: alert.severity },
  tool: { name: alert.tool },
  most_recent_instance: {
    ref,
    state: 'open',
    message: { text: alert.message },
    location: { path: alert.file, start_line: alert.line },
  },
});
