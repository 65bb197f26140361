export { annotate, type Annotation } from './runner/annotations.ts';
export { downloadRunArtifacts, uploadRunArtifact, type RunArtifact } from './services/artifacts.ts';
export { cacheAvailable, restoreFromCache, saveToCache, type CacheRequest } from './services/cache.ts';
export { childEnvironment } from './programs/child-environment.ts';
export { counted } from './counted.ts';
export { isBelow, isInside } from './inside.ts';
export {
  configKey,
  decodeAuth,
  dockerFolder,
  helperFor,
  readDockerConfig,
  type DockerConfig,
} from './registries/docker-config.ts';
export { dockerLogin } from './registries/docker-login.ts';
export { registryLogin, stepLogins, type StepIdentity } from './registries/step-login.ts';
export { messageOf, UserError } from './errors.ts';
export { readEvent, type EventContext } from './runner/event.ts';
export { identityAvailable, identityToken } from './services/identity-token.ts';
export { restHeaders } from './services/rest-headers.ts';
export {
  flag,
  number,
  oneOf,
  optionalNumber,
  text,
  withDefault,
  type InputKind,
  type Parsed,
} from './inputs/input-kinds.ts';
export { keyValues, type KeyValue } from './inputs/key-values.ts';
export { lines, list, listOf } from './inputs/list-kinds.ts';
export { path, paths } from './inputs/path-kinds.ts';
export { credentials, secretValues, type Credential } from './inputs/secret-lines.ts';
export {
  mistakesError,
  parseInputs,
  readInputs,
  type InputsOf,
  type InputSpec,
  type Mistake,
} from './inputs/inputs.ts';
export {
  isText,
  itemsIn,
  numberOf,
  numbersIn,
  objectOf,
  objectsIn,
  parseJson,
  textOf,
  textsIn,
  type JsonObject,
} from './json.ts';
export { info, mask, notice, printGroup, warning } from './runner/log.ts';
export { exportVariables, setOutputs, type OutputValue } from './runner/outputs.ts';
export {
  installLocked,
  programsOf,
  type LockedEnvironment,
  type LockedInstall,
} from './programs/locked-environment.ts';
export { indexVariables } from './programs/package-index.ts';
export { matchesPath } from './path-glob.ts';
export {
  runProcess,
  runProcessByFile,
  type ProcessRequest,
  type ProcessResult,
  type WrittenProcess,
} from './programs/process.ts';
export { standardOutput } from './runner/standard-output.ts';
export { runAction, type ActionContext, type Verdict } from './run-action.ts';
export { didYouMean, nearest } from './inputs/suggestion.ts';
export {
  bar,
  codeBlock,
  details,
  escapeMarkdown,
  heading,
  joinWithinLimit,
  table,
  writeSummary,
} from './runner/summary.ts';
export { splitWords, words, type Words } from './inputs/words.ts';
