import { describe, expect, it } from '@jest/globals';
import { parseWorkflowCommand } from '../src/run/act/workflow-command.ts';

describe('a workflow command', () => {
  it('ends its properties at the first :: after its name, whatever the message holds', () => {
    const line = '::error file=a.py,line=58::assert (3, 10) != 4%0Aa.py::test_it on Python 3.10\n';
    expect(parseWorkflowCommand(line)).toEqual({
      name: 'error',
      properties: { file: 'a.py', line: '58' },
      data: 'assert (3, 10) != 4\na.py::test_it on Python 3.10',
    });
  });

  it('unescapes the per cent sign last', () => {
    expect(parseWorkflowCommand('::notice title=a%3Ab%2Cc::100%25 %250A')).toEqual({
      name: 'notice',
      properties: { title: 'a:b,c' },
      data: '100% %0A',
    });
  });

  it('needs no properties', () => {
    expect(parseWorkflowCommand('::error::bad')).toEqual({ name: 'error', properties: {}, data: 'bad' });
  });

  it('is nothing where the line does not begin with one', () => {
    expect(parseWorkflowCommand('say ::error::bad')).toBeUndefined();
  });
});
