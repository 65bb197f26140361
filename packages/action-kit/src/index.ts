export { annotate, type Annotation } from './annotations.ts';
export { downloadRunArtifacts, uploadRunArtifact, type RunArtifact } from './artifacts.ts';
export { cacheAvailable, restoreFromCache, saveToCache, type CacheRequest } from './cache.ts';
export { childEnvironment } from './child-environment.ts';
export {
  configKey,
  decodeAuth,
  dockerLogin,
  readDockerConfig,
  type DockerConfig,
  type DockerLogin,
} from './docker-login.ts';
export { messageOf, UserError } from './errors.ts';
export { readEvent, type EventContext } from './event.ts';
export { identityAvailable, identityToken } from './identity-token.ts';
export {
  credentials,
  flag,
  keyValues,
  lines,
  list,
  listOf,
  number,
  oneOf,
  optionalNumber,
  path,
  paths,
  text,
  type Credential,
  type InputKind,
  type KeyValue,
  type Parsed,
} from './input-kinds.ts';
export { mistakesError, parseInputs, readInputs, type InputsOf, type InputSpec, type Mistake } from './inputs.ts';
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
export { info, mask, notice, printGroup, printGuarded, warning } from './log.ts';
export { exportVariables, setOutputs, type OutputValue } from './outputs.ts';
export { installLocked, programsOf, type LockedEnvironment, type LockedInstall } from './locked-environment.ts';
export { indexVariables } from './package-index.ts';
export { runProcess, type ProcessRequest, type ProcessResult } from './process.ts';
export { runAction, type ActionContext, type Verdict } from './run-action.ts';
export { nearest } from './suggestion.ts';
export { bar, codeBlock, details, escapeMarkdown, heading, joinWithinLimit, table, writeSummary } from './summary.ts';
export { splitWords, words, type Words } from './words.ts';
