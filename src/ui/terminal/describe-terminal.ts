import type { ColourUse } from './style.ts';

/** The characters that a terminal can show. */
export type Charset = 'unicode' | 'ascii';

/** What the environment says about the terminal. */
export type TerminalTraits = {
  /** `dumb` has no cursor to move: no screen can be shown on it. */
  readonly kind: 'screen' | 'dumb';
  readonly charset: Charset;
  readonly colours: ColourUse;
  /** How long to wait after a lone ESC for the rest of a sequence, in milliseconds. */
  readonly escapeDelayMs: number;
  /** The program between us and the terminal, which must be asked to pass a clipboard on. */
  readonly multiplexer: 'none' | 'tmux' | 'screen';
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the traits off the environment; `charset: 'ascii'` (from `--ascii`) wins over it. Pure. */
export function describeTerminal(environment: Environment, charset: 'detected' | 'ascii'): TerminalTraits {
  const term = environment.TERM ?? '';
  return {
    kind: term === 'dumb' ? 'dumb' : 'screen',
    charset: charset === 'detected' && isUtf8(environment) ? 'unicode' : 'ascii',
    colours: isSet(environment.NO_COLOR) || term === 'dumb' ? 'dropped' : 'shown',
    escapeDelayMs: isSet(environment.SSH_TTY) ? 50 : 20,
    multiplexer: isSet(environment.TMUX) ? 'tmux' : isSet(environment.STY) ? 'screen' : 'none',
  };
}

/** The first of the three that is set decides, as in POSIX. */
function isUtf8({ LC_ALL, LC_CTYPE, LANG }: Environment): boolean {
  const locale = [LC_ALL, LC_CTYPE, LANG].find(isSet) ?? 'C';
  return /utf-?8/i.test(locale);
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
