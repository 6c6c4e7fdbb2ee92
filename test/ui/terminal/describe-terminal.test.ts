import { describe, expect, test } from 'vitest';
import { describeTerminal } from '../../../src/ui/terminal/describe-terminal.ts';

describe('the charset', () => {
  test.each([
    [{ LANG: 'en_US.UTF-8' }, 'unicode'],
    [{ LANG: 'de_DE.utf8' }, 'unicode'],
    [{ LC_ALL: 'C', LANG: 'en_US.UTF-8' }, 'ascii'],
    [{ LC_ALL: '', LC_CTYPE: 'C.UTF-8', LANG: 'C' }, 'unicode'],
    [{ LANG: 'POSIX' }, 'ascii'],
    [{}, 'ascii'],
  ] as const)('of %j is %s', (environment, charset) => {
    expect(describeTerminal(environment, 'detected').charset).toBe(charset);
  });

  test('is ASCII when asked for', () => {
    expect(describeTerminal({ LANG: 'en_US.UTF-8' }, 'ascii').charset).toBe('ascii');
  });
});

test('NO_COLOR and a dumb terminal drop colours, an empty NO_COLOR does not', () => {
  expect(describeTerminal({ NO_COLOR: '1' }, 'detected').colours).toBe('dropped');
  expect(describeTerminal({ NO_COLOR: '' }, 'detected').colours).toBe('shown');
  expect(describeTerminal({ TERM: 'dumb' }, 'detected')).toMatchObject({ kind: 'dumb', colours: 'dropped' });
});

test('a lone ESC waits longer over SSH', () => {
  expect(describeTerminal({}, 'detected').escapeDelayMs).toBe(20);
  expect(describeTerminal({ SSH_TTY: '/dev/pts/3' }, 'detected').escapeDelayMs).toBe(50);
});

test('a multiplexer is told apart', () => {
  expect(describeTerminal({ TMUX: '/tmp/tmux-0/default,1,0', STY: '1' }, 'detected').multiplexer).toBe(
    'tmux',
  );
  expect(describeTerminal({ STY: '1.pts-0' }, 'detected').multiplexer).toBe('screen');
  expect(describeTerminal({}, 'detected').multiplexer).toBe('none');
});
