import type { Cause, Way } from './node-way.ts';

const pattern = /^docker-container:\/\/([\w.-]+)\/?(?:\?context=([^&#\s]+))?$/;

/** The way to `docker-container://name?context=…`, of which only the name must be there. */
export function containerWay(address: string): Way | undefined {
  const [found, name = '', context = ''] = pattern.exec(address) ?? [];
  if (found === undefined) return undefined;
  const place = context === '' ? [] : [`--context=${decodeURIComponent(context)}`];
  return { command: 'docker', args: [...place, 'exec', '-i', name, 'buildctl', 'dial-stdio'], causes };
}

const causes: readonly Cause[] = [
  {
    words: /No such container/i,
    lasting: true,
    problem: 'where there is no such container; start it in a step before, or correct its name (docker ps)',
  },
  {
    words: /container \S+ is (not running|paused|restarting)/i,
    lasting: true,
    problem: 'whose container does not run; start it in a step before',
  },
  {
    words: /Cannot connect to the Docker daemon|error during connect/i,
    lasting: true,
    problem: 'but no Docker engine answers here; start it, or name its context as ?context=',
  },
  {
    words: /context not found|context "\S+" does not exist/i,
    lasting: true,
    problem: 'whose context Docker does not know here; correct ?context= (docker context ls)',
  },
];
