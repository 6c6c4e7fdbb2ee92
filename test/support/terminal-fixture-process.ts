// A small program on a terminal session, run by tests in a real terminal: it lists what it was told.
import { describeTerminal } from '../../src/ui/terminal/describe-terminal.ts';
import { exitCodeOfSignal } from '../../src/ui/terminal/exit-signal.ts';
import type { TerminalInput } from '../../src/ui/terminal/key.ts';
import { createTerminalSession } from '../../src/ui/terminal/terminal-session.ts';

const session = createTerminalSession({
  input: process.stdin,
  output: process.stdout,
  process,
  traits: describeTerminal(process.env, 'detected'),
  skeleton: undefined,
});
const told: string[] = [];

function show(text: string): void {
  told.push(text);
  const { columns, rows } = session.size();
  const lines = [`fixture ${columns}x${rows} process ${process.pid}`, ...told.slice(-(rows - 2)), 'bottom'];
  session.write(lines.join('\n'), { row: 0, column: 0 });
}

function onKey(name: string, coalesced: boolean): void {
  show(`key ${name}${coalesced ? ' coalesced' : ''}`);
  switch (name) {
    case 'q':
      session.leave();
      process.exit(0);
      break;
    case 'ctrl-z':
      session.suspend();
      break;
    case 'T':
      throw new Error('thrown on purpose');
    case 'J':
      void Promise.reject(new Error('rejected on purpose'));
      break;
    case 'X':
      process.exit(7);
      break;
    case 'C':
      show(`copy ${JSON.stringify(session.copy('copied text'))}`);
      break;
    case '?':
      void session.queryCursor().then(answered => show(`cursor ${answered}`));
      break;
  }
}

function onInput(input: TerminalInput): void {
  if (input.type === 'key') onKey(input.key.name, input.key.coalesced);
  else if (input.type === 'paste') show(`paste ${input.text}`);
}

session.enter({
  onInput,
  onResize: () => show('resized'),
  onSignal: signal => {
    show(`signal ${signal}`);
    session.leave();
    process.exit(exitCodeOfSignal(signal));
  },
});
show('ready');
