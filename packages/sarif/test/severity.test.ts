import { describe, expect, it } from '@jest/globals';
import { gradeOf, severityOfScore, type Testimony } from '../src/index.ts';

describe('the gravity of a finding', () => {
  it.each<[string, Testimony, [string, number, string]]>([
    ['the gravest of several CVSS scores', { scores: [0, 5.3, 8.1] }, ['high', 8.1, 'cvss']],
    ['a v3.1 vector', { vectors: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'] }, ['critical', 9.8, 'cvss']],
    ['a v3.0 vector', { vectors: ['CVSS:3.0/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N'] }, ['low', 1.8, 'cvss']],
    [
      'a v4 vector',
      { vectors: ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'] },
      ['critical', 9.3, 'cvss'],
    ],
    ['a v2 vector where there is nothing newer', { vectors: ['AV:N/AC:L/Au:N/C:N/I:N/A:C'] }, ['high', 7.8, 'cvss-v2']],
    ['v3 before a higher v2', { scores: [5.3], scoresV2: [9.9] }, ['medium', 5.3, 'cvss']],
    ['v2 before the scanner’s word', { scoresV2: [4.3], word: 'CRITICAL' }, ['medium', 4.3, 'cvss-v2']],
    ['the scanner’s word', { scores: [0], word: 'High' }, ['high', 8, 'scanner']],
    ['a broken vector and no word', { vectors: ['CVSS:3.1/AV:N', '', 'x'] }, ['medium', 5.5, 'assumed']],
    ['UNKNOWN', { word: 'UNKNOWN' }, ['medium', 5.5, 'assumed']],
    ['a score that is none', { scores: [11], word: 'low' }, ['low', 2, 'scanner']],
  ])('comes from %s', (_, testimony, [severity, score, basis]) => {
    expect(gradeOf(testimony)).toEqual({ severity, score, basis });
  });

  it('falls into the bands of code scanning', () => {
    expect([9, 8.9, 7, 6.9, 4, 3.9, 0.1].map(severityOfScore)).toEqual([
      'critical',
      'high',
      'high',
      'medium',
      'medium',
      'low',
      'low',
    ]);
  });
});
