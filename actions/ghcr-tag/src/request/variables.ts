import { didYouMean, type Mistake } from '@data-profiler-actions/action-kit';
import { annotationLevels, type AnnotationLevel } from '@data-profiler-actions/image-tags';

type Environment = Readonly<Record<string, string | undefined>>;

/** docker/metadata-action's variables, with its meaning. */
export interface Variables {
  /** Characters of a short commit id (DOCKER_METADATA_SHORT_SHA_LENGTH); more than the id has give the whole. */
  readonly shortLength: number;
  /** Whether a pull request counts as its head commit (DOCKER_METADATA_PR_HEAD_SHA). */
  readonly headOfPull: boolean;
  /** DOCKER_METADATA_ANNOTATIONS_LEVELS; manifest and index when not given. */
  readonly levels: readonly AnnotationLevel[];
  /** The same variable for `bake-file-annotations`; manifest alone when not given, since a build without an index refuses the rest. */
  readonly bakeLevels: readonly AnnotationLevel[];
  /** Whether outputs go to later steps as DOCKER_METADATA_OUTPUT_… too (DOCKER_METADATA_SET_OUTPUT_ENV); only when asked. */
  readonly exportOutputs: boolean;
}

interface Read<T> {
  readonly value: T;
  readonly mistakes: readonly Mistake[];
}

export function readVariables(env: Environment): { variables: Variables; mistakes: Mistake[] } {
  const length = readShortLength(env['DOCKER_METADATA_SHORT_SHA_LENGTH']);
  const levels = readLevels(env['DOCKER_METADATA_ANNOTATIONS_LEVELS']);
  const variables: Variables = {
    shortLength: length.value,
    headOfPull: isTrue(env['DOCKER_METADATA_PR_HEAD_SHA']),
    levels: levels.value ?? ['manifest', 'index'],
    bakeLevels: levels.value ?? ['manifest'],
    exportOutputs: isTrue(env['DOCKER_METADATA_SET_OUTPUT_ENV']),
  };
  return { variables, mistakes: [...length.mistakes, ...levels.mistakes] };
}

const isTrue = (word = ''): boolean => word.trim().toLowerCase() === 'true';

const usualLength = 7;

function readShortLength(text = ''): Read<number> {
  const given = text.trim();
  if (given === '') return { value: usualLength, mistakes: [] };
  if (/^[1-9]\d*$/.test(given)) return { value: Number(given), mistakes: [] };
  const rule = 'a whole number of at least 1, for example 12';
  const problem = `follows DOCKER_METADATA_SHORT_SHA_LENGTH, which is "${given}"; it must be ${rule}`;
  return { value: usualLength, mistakes: [{ input: 'tags', problem }] };
}

/** Undefined when not given. */
function readLevels(text = ''): Read<AnnotationLevel[] | undefined> {
  if (text.trim() === '') return { value: undefined, mistakes: [] };
  const words = text.split(',').map((word) => word.trim());
  const known = annotationLevels.filter((level) => words.includes(level));
  const unknown = words.filter((word) => !known.some((level) => level === word));
  if (unknown.length === 0) return { value: known, mistakes: [] };
  const hints = unknown.map((word) => `"${word}"${didYouMean(word, annotationLevels)}`).join(', ');
  const problem = `follows DOCKER_METADATA_ANNOTATIONS_LEVELS, which holds ${hints}; allowed are ${annotationLevels.join(', ')}`;
  return { value: undefined, mistakes: [{ input: 'annotations', problem }] };
}

/** Inputs of docker/metadata-action that this action does not have: the runner hands them on all the same, and one that is ignored would be found out late. */
export function foreignInputs(env: Environment): { mistakes: Mistake[]; notices: string[] } {
  const target = env['INPUT_BAKE-TARGET']?.trim() ?? '';
  const problem =
    'is docker/metadata-action’s: here the bake target is always docker-metadata-action; inherit from that and remove the input';
  return {
    mistakes: target === '' || target === 'docker-metadata-action' ? [] : [{ input: 'bake-target', problem }],
    notices: env['INPUT_GITHUB-TOKEN']
      ? ['"github-token" is not needed here: the event tells what the tags need. Remove it.']
      : [],
  };
}
