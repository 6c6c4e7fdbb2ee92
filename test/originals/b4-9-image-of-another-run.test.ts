import { expect, test } from 'vitest';
import { makeDvcRepository, writeBelow } from '../support/dvc-repository.ts';
import { openDvc } from '../support/dvc-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { runLastgood } from '../ui/command-line/command-line.ts';

async function show(run: string, file: string, text: string): Promise<string> {
  const folder = createTemporaryFolder();
  const root = makeDvcRepository(folder);
  writeBelow(root, `.ci/${file}`, text);
  return (await runLastgood(root, ['show', 'qwen', run], { registry: openDvc(folder, root).registry })).out;
}

/**
 * Whether an image was built at all is nothing a registry can know: building and its counter stay outside. What can be wrong here is whose
 * image it is, since dvc.yaml named one run for all.
 */
test('B4.9: an image is shown of the run that its file is of, and of no other', async () => {
  expect(await show('run-002', 'image_qwen_run-002.txt', 'llm:two\n')).toContain('docker pull llm:two');
  expect(await show('run-001', 'image_qwen_run-002.txt', 'llm:two\n')).not.toContain('llm:two');
});

test.each(['', '\n', '\ufeff\r\n'])('B4.9: a file without a tag names no image: %j', async text => {
  expect(await show('run-002', 'image_qwen_run-002.txt', text)).not.toContain('docker');
});

/** The entrypoint itself is no affair of a registry; its mark and line ends are, where the tag is read. */
test('B4.10: the mark before a text and line ends of Windows are no part of a tag', async () => {
  const shown = await show('run-002', 'image_qwen_run-002.txt', '\ufeffllm:two\r\n');
  expect(shown).toContain('docker run -d --name qwen_run-002 -p 11434:11434 llm:two\n');
});
