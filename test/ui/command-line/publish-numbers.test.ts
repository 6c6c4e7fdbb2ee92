import { expect, it } from 'vitest';
import { createPublishingMachine } from '../../support/hub/publishing-machine.ts';

it('the table of a card has the numbers of the evidence digit for digit', async () => {
  const machine = await createPublishingMachine();
  const written = { bleu4: '0.160300', loss: '-0.0', tokens: '12345678901234567890.123' };
  const members = Object.entries(written).map(([name, text]) => `"${name}": ${text}`);
  const summary = machine.write('exact/summary.json', `{${members.join(', ')}}`);
  const weights = machine.write('exact/tiny.gguf', 'GGUF of v2');
  const register = ['register', 'tiny-llm', '--model-path', weights, '--summary-path', summary, '--yes'];
  expect(await machine.run(...register)).toMatchObject({ code: 0 });
  const publish = ['publish', 'tiny-llm', 'v2', '--hub', 'acme/tiny-llm', '--license', 'mit', '--yes'];
  expect(await machine.run(...publish)).toMatchObject({ code: 0 });
  const card = machine.read('README.md', 'v2');
  for (const [name, text] of Object.entries(written)) expect(card).toContain(`| ${name} | ${text} |`);
});
