import { nearest, type Mistake } from '@data-profiler-actions/action-kit';
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

export function readVariables(env: Environment): { variables: Variables; mistakes: Mistake[] } {
  const [length, levels] = [shortLength(env), levelsOf(env)];
  const variables: Variables = {
    shortLength: typeof length === 'number' ? length : 7,
    headOfPull: isTrue(env['DOCKER_METADATA_PR_HEAD_SHA']),
    levels: Array.isArray(levels) ? levels : [],
    bakeLevels: hasLevels(env) && Array.isArray(levels) ? levels : ['manifest'],
    exportOutputs: isTrue(env['DOCKER_METADATA_SET_OUTPUT_ENV']),
  };
  return { variables, mistakes: [length, levels].filter((read): read is Mistake => isMistake(read)) };
}

const hasLevels = (env: Environment): boolean => (env['DOCKER_METADATA_ANNOTATIONS_LEVELS'] ?? '').trim() !== '';
const isTrue = (word = ''): boolean => word.trim().toLowerCase() === 'true';
const isMistake = (read: unknown): boolean => typeof read === 'object' && read !== null && 'problem' in read;

function shortLength(env: Environment): number | Mistake {
  const given = env['DOCKER_METADATA_SHORT_SHA_LENGTH']?.trim() ?? '';
  if (given === '') return 7;
  if (/^[1-9]\d*$/.test(given)) return Number(given);
  const rule = 'a whole number of at least 1, for example 12';
  return {
    input: 'tags',
    problem: `follows DOCKER_METADATA_SHORT_SHA_LENGTH, which is "${given}"; it must be ${rule}`,
  };
}

function levelsOf(env: Environment): AnnotationLevel[] | Mistake {
  const given = env['DOCKER_METADATA_ANNOTATIONS_LEVELS'] ?? '';
  if (!hasLevels(env)) return ['manifest', 'index'];
  const words = given.split(',').map((word) => word.trim());
  const unknown = words.filter((word) => !annotationLevels.some((level) => level === word));
  if (unknown.length === 0) return annotationLevels.filter((level) => words.includes(level));
  const hints = unknown.map((word) => {
    const suggestion = nearest(word, annotationLevels);
    return `"${word}"${suggestion ? ` (did you mean ${suggestion}?)` : ''}`;
  });
  const problem = `follows DOCKER_METADATA_ANNOTATIONS_LEVELS, which holds ${hints.join(', ')}; allowed are ${annotationLevels.join(', ')}`;
  return { input: 'annotations', problem };
}

/** Inputs of docker/metadata-action that this action has not; the runner hands them on all the same, and one that is ignored would be found out late. */
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
