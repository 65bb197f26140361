import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { axisMark, duration } from '../src/report/format.ts';
import { touchedManifests } from '../src/report/images.ts';
import { jobTitle } from '../src/report/job-title.ts';
import { renderPage } from '../src/report/page.ts';
import { spanOf, stepBars, tickStep } from '../src/report/timeline.ts';
import { putReportAside, writeReport } from '../src/report/index.ts';
import { sampleRun } from './fixtures/run.ts';

describe('the report', () => {
  it('is one page and one JSON file that hold the same run', () => {
    const directory = mkdtempSync(join(tmpdir(), 'report-'));
    writeReport(join(directory, 'deep'), sampleRun);
    const json: unknown = JSON.parse(readFileSync(join(directory, 'deep', 'report.json'), 'utf8'));
    expect(json).toMatchObject({
      result: 'failure',
      event: 'push',
      images: [{ platforms: ['linux/amd64', 'linux/arm64'] }, {}],
    });
    expect(readFileSync(join(directory, 'deep', 'index.html'), 'utf8')).toBe(renderPage(sampleRun));
    rmSync(directory, { recursive: true });
  });

  it('loads nothing from elsewhere and runs no script', () => {
    const html = renderPage(sampleRun);
    expect(html).not.toMatch(/<script|<img|<link|src=|@import|url\(/);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('shows jobs with their matrix, places of annotations, alerts by severity, and images', () => {
    const html = renderPage(sampleRun);
    expect(html).toContain('build (api, linux/arm64)');
    expect(html).toContain('<code>api/app/store.py:42</code>');
    expect(html.indexOf('GHSA-xxxx-yyyy-zzzz')).toBeLessThan(html.indexOf('python.yaml-load'));
    expect(html).toContain(`sha256:${'a'.repeat(64)}`);
    expect(html).toContain('<strong>312 of 312 passed</strong>');
  });

  it('tells what this machine emulated in place of a runner of that architecture', () => {
    expect(renderPage({ ...sampleRun, emulated: ['linux/arm64'] })).toContain('It emulated <code>linux/arm64</code>');
    expect(renderPage(sampleRun)).not.toContain('emulated');
  });

  it('tells what a further attempt kept from the one before, beside that one’s page', () => {
    const directory = mkdtempSync(join(tmpdir(), 'report-'));
    const jobs = sampleRun.jobs.map((job) => ({ ...job, attempt: job.id === 'security' ? 2 : 1 }));
    const second = { ...sampleRun, attempt: 2, startedAt: '2026-11-24T09:30:01Z', jobs };
    putReportAside(directory, { ...sampleRun, attempt: 1 });
    writeReport(directory, second);
    expect(readdirSync(directory).sort()).toEqual(['attempt-1.html', 'attempt-1.json', 'index.html', 'report.json']);
    const page = readFileSync(join(directory, 'index.html'), 'utf8');
    expect(page).toContain('attempt 2, after <a href="./attempt-1.html">attempt 1</a>');
    expect(page.match(/<span class="none">kept from attempt 1<\/span>/g)).toHaveLength(6);
    expect(page).toContain('kept from attempt 1 · 44 s');
    expect(readFileSync(join(directory, 'attempt-1.html'), 'utf8')).toContain('"./attempt-1.json"');
    expect(spanOf(second).origin).toBe(second.startedAt);
    rmSync(directory, { recursive: true });
  });

  it('stands a run without times, jobs, images and alerts', () => {
    const html = renderPage({
      ...sampleRun,
      startedAt: undefined,
      finishedAt: undefined,
      jobs: [],
      images: [],
      alerts: [],
    });
    expect(html).toContain('No images were published.');
    expect(html).not.toContain('NaN');
  });
});

describe('a job', () => {
  const job = { result: 'success', seconds: 1, steps: [], annotations: [] } as const;
  it.each([
    ['its display name', { id: 'test-api', name: 'CI/Test: API' }, 'Test: API'],
    ['its id where it has no name', { id: 'test-api' }, 'test-api'],
    ['a leg by its name', { id: 'b', name: 'CI/Build: api-2', matrix: { image: 'api' } }, 'Build: api'],
    ['a leg by its values too', { id: 'test', name: 'CI/Test-2', matrix: { python: 3.12 } }, 'Test (3.12)'],
    ['a leg without a name', { id: 'test', matrix: { python: '3.12' } }, 'test (3.12)'],
  ])('is called by %s', (_, names, title) => {
    expect(jobTitle({ ...job, ...names })).toBe(title);
  });

  it('tells an action once where a step has no name of its own', () => {
    const uses = `actions/checkout@${'3d'.repeat(20)}`;
    const step = { name: `Run ${uses}`, uses, result: 'success', seconds: 1, outputs: {} } as const;
    const page = renderPage({ ...sampleRun, jobs: [{ ...job, id: 'plan', steps: [step] }] });
    expect(page).toContain(`Run <code title="${uses}">actions/checkout@3d3d3d3</code></span>`);
  });
});

describe('times', () => {
  it.each([
    [0.04, '40 ms'],
    [1, '1.0 s'],
    [59.7, '1 min 00 s'],
    [125, '2 min 05 s'],
    [7380, '2 h 03 min'],
  ])('%d seconds read %s', (seconds, words) => {
    expect(duration(seconds)).toBe(words);
  });

  it('marks axes with at most eight round steps', () => {
    expect([0, 0.5, 45, 90, 3900].map(axisMark)).toEqual(['0', '0.5 s', '45 s', '1:30', '1:05:00']);
    expect([1, 44, 131, 1000].map(tickStep)).toEqual([0.2, 10, 30, 300]);
  });

  it('lays steps one after the other when their instants are not known', () => {
    const step = { name: 's', result: 'success', seconds: 2, outputs: {} } as const;
    const job = {
      id: 'j',
      result: 'success',
      seconds: 4,
      steps: [step, step],
      annotations: [],
      matrix: { a: 1 },
    } as const;
    expect(stepBars(job, 3).map(({ start }) => start)).toEqual([3, 5]);
  });
});

describe('images of a run', () => {
  it('are the owner’s manifests that were pushed or found in place', () => {
    const entry = (method: string, path: string, status: number): { method: string; path: string; status: number } => ({
      method,
      path,
      status,
    });
    const journal = [
      entry('PUT', '/v2/org/app/api/manifests/1.0', 201),
      entry('HEAD', '/v2/org/app/web/manifests/latest', 200),
      entry('HEAD', '/v2/org/app/web/manifests/gone', 404),
      entry('GET', '/v2/library/python/manifests/3', 200),
    ];
    expect(touchedManifests(journal, 'org').map(({ repository, reference }) => `${repository}:${reference}`)).toEqual([
      'org/app/api:1.0',
      'org/app/web:latest',
    ]);
  });
});
