import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatOutputs, formatRunnerError } from '../../../scripts/action/step-files.ts';
import { readLogCommands } from '../../support/actions/log-commands.ts';
import { parseRunnerFile } from '../../support/actions/runner-file.ts';

describe('the outputs of a step', () => {
  it('are read by the runner as they were, whatever they hold', () => {
    const lines = fc.array(
      fc.oneof(
        fc.string(),
        fc.constantFrom('a=b', 'a<<EOF', 'EOF', '', 'lastgood_x', '::set-output name=a::b'),
      ),
    );
    const outputs = fc.dictionary(
      fc.stringMatching(/^[a-z-]{1,8}$/),
      lines.map(each => each.join('\n').replaceAll('\r', '')),
    );
    fc.assert(
      fc.property(outputs, each => {
        expect(parseRunnerFile(formatOutputs(each))).toEqual({ ...each });
      }),
    );
  });

  it('that know the delimiter before would end early; nobody does', () => {
    const value = 'x\nEOF\nstatus=injected\nother<<EOF\ny';
    expect(parseRunnerFile(formatOutputs({ error: value }, () => 'EOF'))).toMatchObject({
      status: 'injected',
    });
    expect(parseRunnerFile(formatOutputs({ error: value }))).toEqual({ error: value });
  });
});

describe('an error told to the runner', () => {
  it('is one command, whatever its lines', () => {
    const line = formatRunnerError('lastgood a,b:c', '100 %\n::set-output name=status::x');
    expect(line).toBe('::error title=lastgood a%2Cb%3Ac::100 %25%0A::set-output name=status::x\n');
    expect(readLogCommands(line)).toMatchObject({
      outputs: {},
      errors: ['100 %\n::set-output name=status::x'],
    });
  });
});
