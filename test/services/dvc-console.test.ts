import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TerminalProgram } from '../support/terminal.ts';
import { formatFeedback } from './dvc-feedback.ts';
import { type DvcMachine, openClone, openDvcMachine } from './dvc-machine.ts';
import { promote, pullStable } from './dvc-moves.ts';
import { mergedWeights, type Run, trainRun } from './dvc-pipeline.ts';
import { createDvcTemplate, type DvcTemplate } from './dvc-project.ts';
import { hasTool, tools } from './tools.ts';

const mistral: Run = { family: 'mistral', run: 'run-001' };
const first: Run = { family: 'qwen', run: 'run-001' };
const second: Run = { family: 'qwen', run: 'run-002' };

/** The same person two days ago, as far as lastgood's clock goes: git and DVC have their own. */
function twoDaysAgo(machine: DvcMachine): DvcMachine {
  const source = `const Now = Date;
    globalThis.Date = class extends Now {
      constructor(...parts) { if (parts.length > 0) super(...parts); else super(Date.now()); }
      static now() { return Now.now() - 48 * 3_600_000; }
    };`;
  const clock = `--import=data:text/javascript;base64,${Buffer.from(source).toString('base64')}`;
  return openDvcMachine(
    { ...machine, variables: { ...machine.variables, NODE_OPTIONS: clock } },
    machine.actor,
  );
}

/** The review of a wizard that is asking for a reason, up to the receipt. */
async function confirmMove(console: TerminalProgram, alias: string, done: string): Promise<void> {
  await console.press('enter');
  await console.waitFor(`To confirm, type ${alias} and press enter.`);
  console.type(alias);
  await console.waitFor(`> ${alias}`);
  await console.press('enter');
  await console.waitFor(done);
}

async function judgeByVotes(console: TerminalProgram): Promise<readonly string[]> {
  await console.press('e');
  await console.waitFor('NOT JUDGED  qwen run-002 for stable');
  await console.press('E');
  await console.waitFor('Where are the results of the evaluation?');
  await console.press('enter');
  await console.waitFor(/^y Apply/m);
  await console.press('y');
  await console.waitFor('Done: Judge qwen run-002 for stable: PASS');
  await console.press('escape');
  return await console.waitFor('PASS  qwen run-002 for stable');
}

describe.skipIf(!hasTool(tools.dvc))(
  "steps 6 and 7 of S4's document by keys, on the real git and DVC",
  () => {
    let template: DvcTemplate;
    beforeAll(async () => {
      template = await createDvcTemplate([mistral, first]);
    }, 600_000);
    afterAll(() => template?.remove());

    test('a candidate is voted for, made stable and rolled back, and another family moves on its own', {
      timeout: 900_000,
    }, async () => {
      const project = template.copy();
      const [anna, bob] = [await openClone(project, 'anna'), await openClone(project, 'bob')];
      const earlier = twoDaysAgo(anna);
      await promote(earlier, first);
      await trainRun(anna, second);
      await earlier.runWell('promote', 'qwen', 'run-002', '--to', 'candidate', '--yes');
      const home = anna.variables['HOME'] ?? '';
      anna.write('../home-anna/user_feedback.json', formatFeedback('run-002', 15, 10));
      const gates = 'gates:\n  - model: qwen\n    alias: stable\n    policy: votes\n';
      anna.write('../home-anna/.config/lastgood/config.yaml', gates);
      const feedback = { FEEDBACK_FILE: join(home, 'user_feedback.json') };
      const voted = openDvcMachine({ ...anna, variables: { ...anna.variables, ...feedback } }, 'anna');

      const console = voted.open();
      await console.waitFor(/> mistral /);
      await console.press('down');
      await console.waitFor(/> qwen /);
      await console.press('enter');
      await console.waitFor(/> +run-002 .*unjudged/);
      const panel = (await judgeByVotes(console)).join('\n');
      expect(panel).toMatch(/votes +25 of the last 24 h: 15 won, 10 lost +\(needs at least 20\)/);
      expect(panel).toMatch(/ratio +60%, .* with 95% confidence/);
      expect(panel).toMatch(/candidate +since .* UTC +\(needs for 24 h\)/);

      await console.press('P');
      await console.waitFor(/> run-002 .*PASS/);
      await console.press('enter');
      await console.waitFor(/> stable \(now run-001\)/);
      await console.press('enter');
      await console.waitFor('Reason:');
      await confirmMove(console, 'qwen@stable', 'Done: Promote qwen stable: run-001 to run-002');
      expect(await pullStable(bob, 'qwen')).toBe(mergedWeights(second));

      const stood = await anna.git('rev-parse', 'HEAD:.lastgood/history/mistral').catch(() => 'nothing');
      expect(stood).toBe('nothing');
      console.type(':rollback qwen\r');
      await console.waitFor(/> run-001 /);
      await console.press('enter');
      await console.waitFor('Reason:');
      console.type('INC-10 wrong genes');
      await console.waitFor('INC-10 recognised');
      await confirmMove(console, 'qwen@stable', 'Done: Roll back qwen stable: run-002 to run-001');
      expect(await pullStable(bob, 'qwen')).toBe(mergedWeights(first));

      const rolledBack = await anna.git('rev-parse', 'HEAD:models/hf/stable/qwen.dvc');
      await trainRun(anna, mistral);
      console.type(':promote mistral run-001\r');
      await console.waitFor(/> stable \(now nothing\)|> run-001 /);
      await console.press('enter');
      await console.waitFor(/> stable /);
      await console.press('enter');
      await console.waitFor('Reason:');
      await confirmMove(console, 'mistral@stable', 'Done: Promote mistral stable: nothing to run-001');
      expect(await pullStable(bob, 'mistral')).toBe(mergedWeights(mistral));
      expect(await anna.git('rev-parse', 'HEAD:models/hf/stable/qwen.dvc')).toBe(rolledBack);
      // A pull of everything takes away what the pipeline made of other runs: DVC knows of the last one only.
      const pointers = ['qwen', 'mistral'].map(family => `models/hf/stable/${family}.dvc`);
      await anna.dvc('pull', '--quiet', ...pointers);
      expect(await anna.dvc('status', '--json', ...pointers)).toBe('{}');
      expect(await anna.git('status', '--short')).toBe('');
    });
  },
);
