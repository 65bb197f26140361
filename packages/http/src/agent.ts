import { Agent as PlainAgent, type Agent, type AgentOptions } from 'node:http';
import { secure } from './secure.ts';

/**
 * An agent for addresses of that protocol and host. As curl, Docker and the runner do, it goes through the proxy that `HTTP_PROXY`, `HTTPS_PROXY` and
 * `NO_PROXY` name in either case, but never to this machine itself.
 */
export function agentFor(address: string, options: AgentOptions = {}): Agent {
  const { protocol, hostname } = new URL(address);
  const proxyEnv = isLoopback(hostname) ? {} : process.env;
  return protocol === 'http:'
    ? new PlainAgent({ ...options, proxyEnv })
    : new (secure().Agent)({ ...options, proxyEnv });
}

/** Undefined, which stands for Node's own, on a machine without a proxy. */
export function proxyAgent(address: string): Agent | undefined {
  return Object.keys(process.env).some((name) => /^https?_proxy$/i.test(name)) ? agentFor(address) : undefined;
}

const isLoopback = (host: string): boolean => /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/i.test(host);
