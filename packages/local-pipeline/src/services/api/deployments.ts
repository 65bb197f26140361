import { textOf, type JsonObject } from '@data-profiler-actions/action-kit';
import { readJsonObject, sendJson, type Answered, type Exchange } from '../http-server.ts';

/** A deployment and the states it went through, oldest first. */
export interface Deployment {
  readonly id: number;
  readonly ref: string;
  readonly environment: string;
  readonly description: string;
  readonly payload: unknown;
  readonly states: { readonly state: string; readonly description: string; readonly logUrl: string }[];
}

const states = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success'];

/** REST "Create a deployment": without `required_contexts: []` GitHub answers 409 while checks run, as they do in a run. */
export async function createDeployment(exchange: Exchange, deployments: Deployment[]): Promise<Answered> {
  const body = await readJsonObject(exchange.request, 1 << 20);
  if (!body || textOf(body['ref']) === '') return unprocessable(exchange, 'ref is missing');
  if (!Array.isArray(body['required_contexts']) || body['required_contexts'].length > 0)
    return sendJson(exchange.response, 409, { message: 'Conflict: Commit status checks failed for the ref' });
  const deployment: Deployment = {
    id: deployments.length + 1,
    ref: textOf(body['ref']),
    environment: textOf(body['environment']) || 'production',
    description: textOf(body['description']),
    payload: body['payload'] ?? '',
    states: [],
  };
  deployments.push(deployment);
  return sendJson(exchange.response, 201, bodyOf(deployment));
}

/** REST "Create a deployment status". */
export async function createStatus(exchange: Exchange, deployments: Deployment[], id: string): Promise<Answered> {
  const body = await readJsonObject(exchange.request, 1 << 20);
  const deployment = deployments.find((each) => String(each.id) === id);
  if (!deployment) return sendJson(exchange.response, 404, { message: 'Not Found' });
  if (!body || !states.includes(textOf(body['state'])))
    return unprocessable(exchange, 'state is none of the known ones');
  deployment.states.push(stateOf(body));
  return sendJson(exchange.response, 201, { id: deployment.states.length, state: body['state'] });
}

/** REST "List deployments", newest first. */
export function listDeployments(exchange: Exchange, deployments: readonly Deployment[]): Answered {
  const environment = exchange.url.searchParams.get('environment');
  const found = deployments.filter((each) => environment === null || each.environment === environment);
  return sendJson(exchange.response, 200, found.map(bodyOf).reverse());
}

function bodyOf({ id, ref, environment, description, payload }: Deployment): JsonObject {
  return { id, ref, environment, description, payload, task: 'deploy' };
}

function stateOf(body: JsonObject): Deployment['states'][number] {
  return {
    state: textOf(body['state']),
    description: textOf(body['description']),
    logUrl: textOf(body['log_url']),
  };
}

function unprocessable(exchange: Exchange, problem: string): Answered {
  exchange.violate(problem);
  return sendJson(exchange.response, 422, { message: `Validation Failed: ${problem}` });
}
