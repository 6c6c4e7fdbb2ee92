import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runRollback } from '../support/actions/rollback-run.ts';
import { readAction, readWorkflow } from '../support/actions/workflow-file.ts';
import { takeShare } from '../support/proof-size.ts';

/** Where an injected command would leave its mark. */
const place = join(tmpdir(), `lastgood-injected-${process.pid}`);

const hostile = [
  `$(touch ${place})`,
  `\`touch ${place}\``,
  `'; touch ${place}; '`,
  `" + require('fs').writeFileSync('${place}', '') + "`,
  `"""\nimport os; os.system("touch ${place}")\n"""`,
  'x\n::set-output name=status::injected\n::set-env name=PATH::/nowhere',
  'x\nstatus=injected\nlive=v9',
  '--target-version=v1',
  '"] --no-such-option [ "\\',
  '<img src=x onerror=alert(1)> [click](http://evil.example) @everyone | cell\n# heading',
];

/** S0 put the reason into Python, JavaScript and shell as it was typed. */
test.each(takeShare(hostile, 3))(
  "S0's rollback workflow: the reason %j is a text and nothing else",
  async reason => {
    const { jobs, live, registry } = runRollback({ target_version: 'v7', reason });
    expect(jobs['execute-rollback']?.outputs).toEqual({
      ...{ status: 'success', outcome: 'applied', error: '', previous: 'v11', live: 'v7' },
    });
    expect(existsSync(place)).toBe(false);
    expect(await live()).toBe('v7');
    const entry = readFileSync(join(registry, '.lastgood/history/frontshift-rag/00000002.json'), 'utf8');
    const { reason: recorded } = JSON.parse(entry) as { readonly reason: string };
    // Line ends become visible or spaces, and nothing is lost of the words.
    const words = reason.split(/\s+/).filter(word => /^[\w:=./-]+$/.test(word));
    for (const word of words) expect(recorded).toContain(word);
    const summary = jobs['execute-rollback']?.summary ?? '';
    expect(summary).not.toMatch(/<img|\[click\]|@everyone|http:\/\/evil|^# heading/m);
  },
);

const hostileInputs: readonly Readonly<Record<string, string>>[] = [
  { target_version: `$(touch ${place})` },
  { target_version: 'v7\n--reason=injected' },
  { target_version: '--previous' },
  { target_version: '"] ["' },
  { model_name: '--last-good' },
  { model_name: '../../etc' },
  { model_name: 'x\n--yes' },
];

test.each(takeShare(hostileInputs, 2))(
  "S0's rollback workflow: dispatched with %j it ends before anything is written",
  async inputs => {
    const { jobs, live, registry } = runRollback(inputs);
    expect(jobs['validate-rollback-target']?.result).toBe('failure');
    expect(jobs['execute-rollback']?.result).toBe('skipped');
    expect(await live()).toBe('v11');
    expect(existsSync(place)).toBe(false);
    expect(existsSync(join(registry, '.lastgood'))).toBe(false);
  },
);

test('no script of a workflow or of the action has an expression in it', () => {
  const jobs = ['rollback.yml', 'model_deploy.yml'].flatMap(name => Object.values(readWorkflow(name).jobs));
  const scripts = [...jobs.flatMap(job => job.steps), ...readAction().runs.steps].map(({ run = '' }) => run);
  expect(scripts.filter(script => script !== '').length).toBeGreaterThan(3);
  expect(scripts.filter(script => script.includes('${{'))).toEqual([]);
});
