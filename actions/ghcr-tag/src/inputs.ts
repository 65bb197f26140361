import {
  credentials,
  flag,
  keyValues,
  list,
  notYet,
  oneOf,
  readInputs,
  text,
  type InputsOf,
  type InputSpec,
  type Mistake,
} from '@data-profiler-actions/action-kit';

export const inputSpec = {
  images: list(),
  tags: notYet(),
  flavor: notYet(),
  labels: keyValues(),
  annotations: keyValues(),
  context: oneOf('workflow', 'git'),
  'sep-tags': text(),
  'sep-labels': text(),
  'sep-annotations': text(),
  promote: notYet(),
  push: flag(),
  credentials: credentials(),
  token: text(),
  latest: oneOf('auto', 'true', 'false'),
} as const satisfies InputSpec;

export type Inputs = InputsOf<typeof inputSpec>;

export function readActionInputs(): Inputs {
  return readInputs(inputSpec, check);
}

function check(inputs: Inputs): Mistake[] {
  const mistakes: Mistake[] = [];
  if (inputs.push)
    mistakes.push({ input: 'push', problem: 'needs `promote`: this action pushes nothing of its own; leave it out' });
  if (inputs.context === 'git')
    mistakes.push({ input: 'context', problem: 'is not supported yet beyond workflow; leave it out' });
  for (const image of inputs.images) mistakes.push(...imageMistake(image));
  return mistakes;
}

/** OCI distribution-spec, "Pulling manifests": the grammar of a repository name; a host may come first. Capitals are lowered later. */
const repositoryName = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(:\d+)?(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;

function imageMistake(image: string): Mistake[] {
  const hasTag = /:[^/]*$/.test(image) && image.includes('/');
  if (hasTag)
    return [{ input: 'images', problem: `holds "${image}" with a tag; leave the tag out, the rules make it` }];
  const legal = repositoryName.test(image.toLowerCase());
  return legal
    ? []
    : [
        {
          input: 'images',
          problem: `holds "${image}", which is no image name (host/owner/name: letters, digits and ".", "_", "-" between them)`,
        },
      ];
}
