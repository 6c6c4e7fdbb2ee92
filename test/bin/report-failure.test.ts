import { expect, test } from 'vitest';
import { reportFailure } from '../../bin/report-failure.ts';
import { NotFoundError } from '../../src/core/errors/app-error.ts';

function report(
  thrown: unknown,
  stack: 'shown' | 'kept-back' = 'kept-back',
): { readonly code: number; readonly text: string } {
  let text = '';
  const code = reportFailure(
    thrown,
    part => {
      text += part;
    },
    stack,
  );
  return { code, text };
}

test('a foreseen failure is a line, a hint and the exit code of its row', () => {
  const thrown = new NotFoundError('registry-not-found', 'There is no folder.', { hint: 'Look.' });
  expect(report(thrown)).toEqual({ code: 1, text: 'lastgood: There is no folder.\n  Look.\n' });
});

test('what nobody foresaw is told without its stack', () => {
  const { code, text } = report(new TypeError('x is \u001b[31mnot a function'));
  expect(code).toBe(1);
  expect(text).toBe(
    'lastgood: Unexpected failure: x is ^[[31mnot a function\n  Please report it with the command and the message.\n',
  );
});

test('whoever debugs sees where it came from', () => {
  expect(report(new TypeError('oh'), 'shown').text).toMatch(
    /caused by TypeError: oh\n {4}at .*report-failure\.test/s,
  );
});
