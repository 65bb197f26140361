import { objectOf, objectsIn, textOf, textsIn, type JsonObject } from '@data-profiler-actions/action-kit';
import { canonicalName, type Finding } from '@data-profiler-actions/sarif';
import { gradeIn } from '../scanners/trivy-grade.ts';
import { baseAmong, type BaseImage } from './base-image.ts';
import { baseLine, dockerfileOf, lineOfLayer, type Dockerfile } from './dockerfile.ts';

/** Trivy's report of one platform. */
export interface PlatformReport {
  readonly platform: string;
  readonly report: JsonObject;
}

/** Whose a finding is. By `layers` where the base image is known, else by `kind`: packages of the operating system against those of languages. */
export interface Origin {
  readonly of: 'base' | 'application';
  readonly by: 'layers' | 'kind';
}

export interface ImageFinding {
  readonly finding: Finding;
  readonly origin: Origin;
  readonly platforms: readonly string[];
}

export interface ImagePlace {
  /** For people. */
  readonly name: string;
  /** A legal relative path that stands for the image where no Dockerfile is known; without tag or digest, so that alerts stay the same ones. */
  readonly path: string;
  readonly dockerfiles: readonly Dockerfile[];
  readonly bases: readonly BaseImage[];
}

/** What was found in all platforms, each vulnerability of a package once. */
export function imageFindings(reports: readonly PlatformReport[], place: ImagePlace): ImageFinding[] {
  const all = reports.flatMap((one) => findingsOfPlatform(one, place));
  const same = Map.groupBy(all, ({ finding: { rule, file, line, message, dependency } }) =>
    JSON.stringify([rule, file, line, dependency?.package ?? message, dependency?.version]),
  );
  return [...same.values()].flatMap((members) => {
    const [first] = members;
    return first ? [{ ...first, platforms: [...new Set(members.flatMap(({ platforms }) => platforms))] }] : [];
  });
}

/** What the image's own description says of its layers. */
interface Layers {
  readonly base: BaseImage | undefined;
  readonly historyOf: ReadonlyMap<string, string>;
  readonly dockerfile: Dockerfile | undefined;
}

function layersOf(report: JsonObject, { bases, dockerfiles }: ImagePlace): Layers {
  const config = objectOf(objectOf(report['Metadata'])['ImageConfig']);
  const diffIds = textsIn(objectOf(config['rootfs'])['diff_ids']);
  const history = objectsIn(config['history'])
    .filter((entry) => entry['empty_layer'] !== true)
    .map((entry) => textOf(entry['created_by']));
  const base = baseAmong(bases, diffIds);
  return {
    base,
    historyOf: new Map(diffIds.map((diffId, index) => [diffId, history[index] ?? ''])),
    dockerfile: dockerfileOf(dockerfiles, history.slice(base?.diffIds.length ?? 0)),
  };
}

function findingsOfPlatform({ platform, report }: PlatformReport, place: ImagePlace): ImageFinding[] {
  const layers = layersOf(report, place);
  return objectsIn(report['Results']).flatMap((result) => [
    ...objectsIn(result['Vulnerabilities']).map((one) => {
      const origin = originOf(one, result, layers);
      return { finding: vulnerability(one, result, { layers, place, origin }), origin, platforms: [platform] };
    }),
    ...objectsIn(result['Secrets']).map((one) => {
      const origin = originOf(one, result, layers);
      return { finding: secret(one, result, { layers, place, origin }), origin, platforms: [platform] };
    }),
  ]);
}

const layerOf = (one: JsonObject): string => textOf(objectOf(one['Layer'])['DiffID']);

function originOf(one: JsonObject, result: JsonObject, { base }: Layers): Origin {
  if (base !== undefined && layerOf(one) !== '')
    return { of: base.diffIds.includes(layerOf(one)) ? 'base' : 'application', by: 'layers' };
  return { of: textOf(result['Class']) === 'os-pkgs' ? 'base' : 'application', by: 'kind' };
}

interface Setting {
  readonly layers: Layers;
  readonly place: ImagePlace;
  readonly origin: Origin;
}

/** The instruction that brought it in, or the FROM that names what it came with. */
function placeOf(one: JsonObject, { layers, place, origin }: Setting): { file: string; line: number } {
  const { dockerfile, historyOf } = layers;
  if (dockerfile === undefined) return { file: place.path, line: 1 };
  const own = origin.of === 'application' ? lineOfLayer(dockerfile, historyOf.get(layerOf(one)) ?? '') : undefined;
  return { file: dockerfile.file, line: own ?? baseLine(dockerfile) };
}

function vulnerability(one: JsonObject, result: JsonObject, setting: Setting): Finding {
  const fixed = textOf(one['FixedVersion']);
  const url = textOf(one['PrimaryURL']);
  const name = textOf(one['PkgName']);
  return {
    scanners: ['trivy'],
    rule: textOf(one['VulnerabilityID']),
    title: textOf(one['Title']).replace(/\.$/, ''),
    message: '',
    ...gradeIn(one),
    ...placeOf(one, setting),
    ...(url !== '' && { helpUri: url }),
    dependency: {
      package: /python/.test(textOf(result['Type'])) ? canonicalName(name) : name,
      version: textOf(one['InstalledVersion']),
      aliases: textsIn(one['VendorIDs']),
      fixedIn: fixed === '' ? [] : fixed.split(/,\s*/),
      holder: holderOf(one, setting),
    },
  };
}

function holderOf(one: JsonObject, { place, origin, layers }: Setting): string {
  const path = textOf(one['PkgPath']);
  return `It is in ${partOf(origin, layers)}${place.name}${path === '' ? '' : `, at ${path}`}`;
}

/** The part of an image that a finding is in, to stand before the image's name; empty where it cannot be told. */
function partOf({ of, by }: Origin, { base }: Layers): string {
  if (of === 'application') return by === 'layers' ? "the application's own layers of " : '';
  return base === undefined ? 'the operating system of ' : `the base image (${base.name}) of `;
}

/** The matched text stays out: Trivy masks only the first secret of a line. */
function secret(one: JsonObject, result: JsonObject, setting: Setting): Finding {
  const title = textOf(one['Title']);
  return {
    scanners: ['trivy'],
    rule: textOf(one['RuleID']),
    title,
    message: `${title} in clear text (its value is not shown) in ${textOf(result['Target'])} of ${setting.place.name}. Whoever pulls the image has it: revoke it, and build without it.`,
    ...gradeIn(one),
    ...placeOf(one, setting),
  };
}
