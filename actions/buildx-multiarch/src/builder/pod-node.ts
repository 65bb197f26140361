import type { Cause, Way } from './node-way.ts';

/** What `kube-pod://` may say behind the pod's name. */
const options = ['context', 'namespace', 'container'] as const;

const pattern = /^kube-pod:\/\/([-a-z0-9.]+)\/?(?:\?([^#\s]*))?$/;
/** Names of Kubernetes; a context is the kubeconfig's own affair. */
const name = /^[-a-z0-9.]*$/;

/** The way to `kube-pod://pod?namespace=…&container=…&context=…`, of which only the pod must be there: what is not named is kubectl's default. */
export function podWay(address: string): Way | undefined {
  const [found, pod = '', query = ''] = pattern.exec(address) ?? [];
  const given = new URLSearchParams(query);
  const value = (option: (typeof options)[number]): string => given.get(option) ?? '';
  const isKnown = [...given.keys()].every((key) => options.some((option) => option === key));
  if (found === undefined || !isKnown || !name.test(value('namespace')) || !name.test(value('container')))
    return undefined;
  const place = [`--context=${value('context')}`, `--namespace=${value('namespace')}`];
  const inside = ['exec', `--container=${value('container')}`, '-i', pod, '--', 'buildctl', 'dial-stdio'];
  return { command: 'kubectl', args: [...place, ...inside], causes };
}

const causes: readonly Cause[] = [
  {
    words: /exec: "buildctl": executable file not found/,
    lasting: true,
    problem:
      'whose container has no buildctl on its PATH; run BuildKit’s own image there (moby/buildkit), or name the container that has it as ?container=',
  },
  {
    words: /\(NotFound\): pods? /,
    lasting: true,
    problem: 'where there is no such pod; correct its name, or name its namespace as ?namespace=',
  },
  {
    words: /container \S+ is not valid for pod/,
    lasting: true,
    problem: 'whose pod has no such container; correct ?container=, or leave it out for the first one',
  },
  {
    words: /completed pod|does not have a host assigned|unable to upgrade connection: container not found/,
    lasting: true,
    problem: 'whose pod does not run; start it in a step before, and wait for it (kubectl wait --for=condition=Ready)',
  },
  {
    words: /\(Forbidden\)/,
    lasting: true,
    problem:
      'which this run’s Kubernetes user may not enter; its role needs `get` on pods and `create` on pods/exec in that namespace',
  },
  {
    words: /\(Unauthorized\)|must be logged in to the server/,
    lasting: true,
    problem: 'where the cluster knows nobody by the login of the kubeconfig; log in again in a step before',
  },
  {
    words: /context was not found|context "?\S+"? does not exist/,
    lasting: true,
    problem: 'whose context the kubeconfig does not hold; correct ?context=, or hand KUBECONFIG to this step',
  },
  {
    words: /server localhost:8080 was refused/,
    lasting: true,
    problem: 'but kubectl knows no cluster here; write a kubeconfig in a step before, and hand KUBECONFIG to this one',
  },
];
