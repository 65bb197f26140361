import type { RuleFacts } from '../src/index.ts';
import { base, branch, pull, tag } from './run-facts.ts';

/** Runs as GitHub starts them. The clock stands at 2026-03-04 23:05:06 UTC, the commit is of 2026-01-02 03:04:05. */
export const events: Readonly<Record<string, RuleFacts>> = {
  main: base,
  feature: branch('feature/login'),
  release: tag('v1.2.3'),
  candidate: tag('v1.2.3-rc.1'),
  word: tag('nightly-build'),
  python: tag('1.2.0rc1'),
  pull,
  target: { ...pull, refKind: 'branch', refName: 'main', eventName: 'pull_request_target' },
  cron: { ...base, eventName: 'schedule' },
  manual: { ...branch('develop'), eventName: 'workflow_dispatch' },
  published: { ...tag('v2.0.0'), eventName: 'release' },
};

export interface ParityRow {
  readonly rules: string;
  readonly flavor?: string;
  /** The tags in order, by event; `other` for events that are not named, which otherwise give nothing. */
  readonly gives: Readonly<Record<string, string>>;
}

const sha = base.sha;

/** What docker/metadata-action's documentation says of its rules, for rules whose answer there is legal. */
export const parity: readonly ParityRow[] = [
  { rules: 'type=schedule', gives: { cron: 'nightly' } },
  { rules: "type=schedule,pattern={{date 'YYYYMMDD'}}", gives: { cron: '20260304' } },
  { rules: "type=schedule,pattern={{date 'YYYYMMDD-HHmmss' tz='Asia/Tokyo'}}", gives: { cron: '20260305-080506' } },
  {
    rules: 'type=semver,pattern={{version}}',
    gives: { release: '1.2.3 latest', candidate: '1.2.3-rc.1', published: '2.0.0 latest' },
  },
  {
    rules: 'type=semver,pattern={{major}}.{{minor}}',
    gives: { release: '1.2 latest', candidate: '1.2.3-rc.1', published: '2.0 latest' },
  },
  {
    rules: 'type=semver,pattern={{major}}',
    gives: { release: '1 latest', candidate: '1.2.3-rc.1', published: '2 latest' },
  },
  {
    rules: 'type=semver,pattern={{raw}}',
    gives: { release: 'v1.2.3 latest', candidate: 'v1.2.3-rc.1', published: 'v2.0.0 latest' },
  },
  {
    rules: 'type=semver,pattern=v{{major}}.{{minor}}',
    gives: { release: 'v1.2 latest', candidate: '1.2.3-rc.1', published: 'v2.0 latest' },
  },
  { rules: 'type=semver,pattern={{version}},value=v3.1.4', gives: { other: '3.1.4 latest' } },
  { rules: 'type=semver,pattern={{major}}.{{minor}},value=3.1.4-beta.2', gives: { other: '3.1.4-beta.2' } },
  {
    rules: String.raw`type=semver,pattern={{version}},match=v(2\..*)`,
    gives: { published: '2.0.0 latest' },
  },
  {
    rules: 'type=pep440,pattern={{version}}',
    gives: { release: '1.2.3 latest', candidate: '1.2.3rc1', python: '1.2.0rc1', published: '2.0.0 latest' },
  },
  {
    rules: 'type=pep440,pattern={{major}}.{{minor}}',
    gives: { release: '1.2 latest', candidate: '1.2.3rc1', python: '1.2.0rc1', published: '2.0 latest' },
  },
  {
    rules: 'type=match,pattern=v(.*),group=1',
    gives: { release: '1.2.3 latest', candidate: '1.2.3-rc.1 latest', published: '2.0.0 latest' },
  },
  {
    rules: String.raw`type=match,pattern=\d+\.\d+`,
    gives: { release: '1.2 latest', candidate: '1.2 latest', python: '1.2 latest', published: '2.0 latest' },
  },
  { rules: 'type=match,pattern=/NIGHTLY-(.*)/i,group=1', gives: { word: 'build latest' } },
  { rules: 'type=edge', gives: { main: 'edge', cron: 'edge' } },
  { rules: 'type=edge,branch=develop', gives: { manual: 'edge' } },
  {
    rules: 'type=ref,event=branch',
    gives: { main: 'main', feature: 'feature-login', cron: 'main', manual: 'develop' },
  },
  {
    rules: 'type=ref,event=branch,prefix=br-,suffix=-x',
    gives: { main: 'br-main-x', feature: 'br-feature-login-x', cron: 'br-main-x', manual: 'br-develop-x' },
  },
  {
    rules: 'type=ref,event=tag',
    gives: {
      ...{ release: 'v1.2.3 latest', candidate: 'v1.2.3-rc.1 latest', word: 'nightly-build latest' },
      ...{ python: '1.2.0rc1 latest', published: 'v2.0.0 latest' },
    },
  },
  { rules: 'type=ref,event=pr', gives: { pull: 'pr-7', target: 'pr-7' } },
  { rules: 'type=ref,event=pr,prefix=,suffix=-review', gives: { pull: '7-review', target: '7-review' } },
  { rules: 'type=raw,value=stable', gives: { other: 'stable' } },
  { rules: 'stable', gives: { other: 'stable' } },
  { rules: 'type=raw,value=latest,enable={{is_default_branch}}', gives: { main: 'latest', cron: 'latest' } },
  { rules: 'type=raw,value=dev,enable={{is_not_default_branch}}', gives: { main: '', cron: '', other: 'dev' } },
  { rules: 'type=raw,value=never,enable=false', gives: {} },
  { rules: "type=raw,value=b-{{date 'YYYY.MM.DD'}}", gives: { other: 'b-2026.03.04' } },
  { rules: "type=raw,value={{commit_date 'YYYYMMDD'}}-{{sha}}", gives: { other: '20260102-0123456' } },
  { rules: 'type=sha', gives: { other: 'sha-0123456' } },
  { rules: 'type=sha,format=long', gives: { other: `sha-${sha}` } },
  { rules: 'type=sha,prefix=git-', gives: { other: 'git-0123456' } },
  { rules: 'type=sha,prefix=,suffix=-dev,format=short', gives: { other: '0123456-dev' } },
  {
    rules:
      'type=ref,event=branch\ntype=ref,event=pr\ntype=semver,pattern={{version}}\ntype=semver,pattern={{major}}.{{minor}}',
    gives: {
      ...{ main: 'main', feature: 'feature-login', release: '1.2.3 1.2 latest', candidate: '1.2.3-rc.1', pull: 'pr-7' },
      ...{ target: 'pr-7', cron: 'main', manual: 'develop', published: '2.0.0 2.0 latest' },
    },
  },
  {
    rules: 'type=schedule\ntype=ref,event=branch\ntype=ref,event=tag\ntype=ref,event=pr\ntype=sha',
    gives: {
      ...{ main: 'main sha-0123456', feature: 'feature-login sha-0123456', release: 'v1.2.3 sha-0123456 latest' },
      ...{ candidate: 'v1.2.3-rc.1 sha-0123456 latest', word: 'nightly-build sha-0123456 latest' },
      ...{ python: '1.2.0rc1 sha-0123456 latest', pull: 'pr-7 sha-0123456', target: 'pr-7 sha-0123456' },
      ...{ cron: 'nightly main sha-0123456', manual: 'develop sha-0123456', published: 'v2.0.0 sha-0123456 latest' },
    },
  },
  { rules: 'type=sha,priority=2000\ntype=raw,value=a', gives: { other: 'sha-0123456 a' } },
  { rules: 'type=raw,value=a\ntype=raw,value=b,priority=300', gives: { other: 'b a' } },
  {
    rules: 'type=semver,pattern={{version}}\ntype=sha',
    flavor: 'latest=false',
    gives: {
      ...{ release: '1.2.3 sha-0123456', candidate: '1.2.3-rc.1 sha-0123456', published: '2.0.0 sha-0123456' },
      other: 'sha-0123456',
    },
  },
  {
    rules: 'type=ref,event=branch\ntype=ref,event=pr',
    flavor: 'latest=true',
    gives: {
      ...{ main: 'main latest', feature: 'feature-login latest', pull: 'pr-7 latest', target: 'pr-7 latest' },
      ...{ cron: 'main latest', manual: 'develop latest' },
    },
  },
  {
    rules: 'type=semver,pattern={{version}}',
    flavor: 'suffix=-alpine',
    gives: { release: '1.2.3-alpine latest', candidate: '1.2.3-rc.1-alpine', published: '2.0.0-alpine latest' },
  },
  {
    rules: 'type=semver,pattern={{version}}',
    flavor: 'prefix=v\nsuffix=-alpine,onlatest=true',
    gives: {
      ...{ release: 'v1.2.3-alpine latest-alpine', candidate: 'v1.2.3-rc.1-alpine' },
      published: 'v2.0.0-alpine latest-alpine',
    },
  },
  {
    rules: 'type=ref,event=branch\ntype=sha',
    flavor: 'prefix=app-,onlatest=true\nlatest=true',
    gives: {
      ...{ main: 'app-main sha-0123456 app-latest', feature: 'app-feature-login sha-0123456 app-latest' },
      ...{ cron: 'app-main sha-0123456 app-latest', manual: 'app-develop sha-0123456 app-latest' },
      other: 'sha-0123456 app-latest',
    },
  },
];
