/**
 * `npm run screens`: drives the built console on its sample registry by keys, as a person would, and writes what it shows to
 * docs/screens/*.svg for the README. Run it after a change that can be seen.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtProgram, openTerminal, type TerminalProgram } from '../test/support/terminal.ts';
import { createTerminalScreen } from '../test/support/terminal-screen.ts';
import { formatScreenAsSvg } from './screen-svg.ts';

const folder = join(import.meta.dirname, '../docs/screens');
const size = { columns: 96, rows: 26 };
const environment = { LANG: 'C.UTF-8', LASTGOOD_ACTOR: 'you@example.com', HOME: '/nonexistent' };

async function capture(program: TerminalProgram, name: string): Promise<void> {
  const screen = createTerminalScreen(size.columns, size.rows);
  await screen.write(program.output());
  writeFileSync(join(folder, `${name}.svg`), formatScreenAsSvg(screen.terminal, name));
  console.log(`docs/screens/${name}.svg`);
}

mkdirSync(folder, { recursive: true });
const program = openTerminal(builtProgram(), { ...size, env: environment });
try {
  await program.waitFor('price-check');
  await capture(program, 'models');
  await program.press('t');
  await program.waitFor('higher is better');
  await capture(program, 'trend');
  await program.press('escape');
  await program.press('enter');
  await program.waitFor('VERSION');
  await program.press('e');
  await program.waitFor('slices');
  await capture(program, 'gate');
  await program.press('escape');
  await program.press('escape');
  await program.waitFor('price-check');
  await program.press('R');
  await program.waitFor('Last good: v9');
  await capture(program, 'rollback-target');
  await program.press('enter');
  await program.waitFor('Why?');
  program.type('INC-412 wrong answers');
  await program.waitFor('INC-412 recognised');
  await program.press('enter');
  await program.waitFor('To confirm, type');
  await program.waitFor(
    lines =>
      lines.some(line => line.includes('Files: verified')) &&
      !lines.some(line => line.includes('not verified')),
  );
  await capture(program, 'rollback-review');
  program.type('frontshift-rag@latest');
  await program.waitFor(/^enter Apply/m); // Enter confirms only in a piece of its own.
  await program.press('enter');
  await program.waitFor('Done:');
  await capture(program, 'rollback-receipt');
} finally {
  await program.close();
}
