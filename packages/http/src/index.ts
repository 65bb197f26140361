export { agentFor } from './agent.ts';
export { download, type Download } from './download.ts';
export { sendWithRetry, type RetryPolicy } from './retry.ts';
export { send, type HttpRequest, type HttpResponse } from './send.ts';
