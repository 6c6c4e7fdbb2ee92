import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeManPage } from '../scripts/man-page.ts';
import { exitCodes } from '../src/core/exit-codes.ts';
import { verbTable } from '../src/ui/command-line/verb-table.ts';

const project = join(import.meta.dirname, '..');
const page = makeManPage();

describe('lastgood(1)', () => {
  it('is named by the package and comes with it', () => {
    const { man, files } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
      readonly man: string;
      readonly files: readonly string[];
    };
    expect(man).toBe('man/lastgood.1');
    expect(files).toContain('man');
  });

  it('has every verb, every option and every exit code', () => {
    const text = page.replaceAll('\\-', '-').replaceAll('\\(dq', '"');
    for (const verb of verbTable) {
      expect(text).toContain(`.SS "lastgood ${verb.name}`);
      for (const option of Object.keys(verb.options)) expect(text).toContain(`"--${option}`);
    }
    for (const { code } of Object.values(exitCodes)) expect(text).toContain(`.B "${code}"`);
  });

  it('is plain roff: no line is long, and none begins a request that is none', () => {
    const lines = page.split('\n');
    expect(lines.filter(line => line.length > 200)).toEqual([]);
    const known = /^\.(?:\\"|TH|SH|SS|TP|PP|B|RI) ?/;
    expect(lines.filter(line => /^['.]/.test(line) && !known.test(line))).toEqual([]);
  });

  // groff and mandoc are not everywhere: what a machine has is used, and test/services names what it has not.
  it.each([
    ['groff', ['-man', '-ww', '-Tutf8', '-z']],
    ['mandoc', ['-Tlint', '-Wwarning']],
  ])('%s finds nothing to complain of', (program, argv) => {
    const { error, stdout, stderr } = spawnSync(program, argv, { input: page, encoding: 'utf8' });
    const complaints = error === undefined ? `${stdout}${stderr}`.split('\n') : [];
    // The page has no date: it is made from tables, and the same tables give the same page.
    expect(complaints.filter(line => line !== '' && !line.includes('missing date'))).toEqual([]);
  });
});
