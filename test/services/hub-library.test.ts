import { execFile } from 'node:child_process';
import { realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { formatFrontMatter } from '../../src/adapters/hub/front-matter.ts';
import { makeCard, usualCardTemplate } from '../../src/core/publish/card-template.ts';
import { hostileTexts, makeHostileFacts, wholeCardFacts } from '../support/hub/card-facts.ts';
import { hubToken, openFakeHub } from '../support/hub/fake-hub.ts';
import { createPublishingMachine } from '../support/hub/publishing-machine.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { hasTool, tools } from './tools.ts';

const program = fileURLToPath(new URL('./hub-reader.py', import.meta.url));
const run = promisify(execFile);

/** A card as the library reads it, and as a reader of Markdown does. */
type CardInPython = {
  readonly front: Readonly<Record<string, unknown>>;
  readonly results: readonly { readonly name: string; readonly type: string; readonly value: number }[];
  /** How often each kind of markup is in it. */
  readonly kinds: Readonly<Record<string, number>>;
  readonly text: string;
};

type RepositoryInPython = {
  readonly name: string;
  readonly private: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, { readonly sha256: string; readonly large: string | null }>>;
  readonly card: Readonly<Record<string, unknown>>;
};

/** Runs the library on a hub, and gives what it says, line by line. */
async function ask(endpoint: string, ...argv: readonly string[]): Promise<readonly string[]> {
  const { stdout: found } = await run('which', ['hf'], { encoding: 'utf8' });
  const python = join(dirname(realpathSync(found.trim())), 'python');
  const env = {
    ...process.env,
    HF_ENDPOINT: endpoint,
    HF_TOKEN: hubToken,
    HF_HOME: createTemporaryFolder(),
    HF_HUB_DISABLE_XET: '1',
    HF_HUB_DISABLE_TELEMETRY: '1',
  };
  const { stdout } = await run(python, [program, ...argv], {
    encoding: 'utf8',
    env,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout.trim().split('\n');
}

describe.skipIf(!hasTool(tools.hub))("Hugging Face's own library", () => {
  it('reads the front matter and the numbers of a card as they were measured', async () => {
    const path = join(createTemporaryFolder(), 'README.md');
    writeFileSync(path, makeCard(wholeCardFacts, usualCardTemplate, formatFrontMatter));
    const [line = ''] = await ask('http://127.0.0.1:1', 'cards', path);
    const card: CardInPython = JSON.parse(line);
    expect(card.front).toMatchObject({
      license: 'apache-2.0',
      library_name: 'peft',
      base_model: 'EleutherAI/gpt-neo-125m',
      tags: ['lastgood', 'lora', 'safetensors', 'hr', 'rag'],
    });
    const values = Object.fromEntries(card.results.map(({ name, value }) => [name, value]));
    const { contribution_bleu4: _, ...measured } = wholeCardFacts.metrics;
    expect(values).toEqual(measured);
  });

  it('takes no text from outside for YAML, and a reader of Markdown takes none for markup', async () => {
    const folder = createTemporaryFolder();
    const texts = ['plain', ...hostileTexts];
    const paths = texts.map((text, at) => {
      const path = join(folder, `${at}.md`);
      writeFileSync(path, makeCard(makeHostileFacts(text), usualCardTemplate, formatFrontMatter));
      return path;
    });
    const [plain, ...cards]: CardInPython[] = (await ask('http://127.0.0.1:1', 'cards', ...paths)).map(line =>
      JSON.parse(line),
    );
    const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
    for (const [at, card] of cards.entries()) {
      const text = hostileTexts[at] ?? '';
      const { text_special: __, ...kinds } = card.kinds;
      expect({ text, kinds: { ...kinds, text: 0 } }).toEqual({ text, kinds: { ...plain?.kinds, text: 0 } });
      expect(card.front['tags']).toEqual(['lastgood', 'gguf', text]);
      expect(card.results).toEqual([{ name: text, type: text, value: 0.5 }]);
      expect(card.text).toContain(oneLine(text));
    }
  });

  it('reads a version that we published: tag, files by their digests, card', async () => {
    const machine = await createPublishingMachine();
    expect(await machine.publish()).toMatchObject({ code: 0 });
    const [line = ''] = await ask(machine.hub.url, 'repository', 'acme/tiny-llm', 'v1');
    const repository: RepositoryInPython = JSON.parse(line);
    expect(repository).toMatchObject({ name: 'anna', private: true, card: { license: 'mit' } });
    expect(Object.keys(repository.tags)).toEqual(['v1']);
    const { files } = JSON.parse(machine.read('lastgood/publication.json', 'v1') ?? '{}');
    for (const { path, sha256 } of files) expect(repository.files[path]?.sha256).toBe(sha256);
    expect(repository.files['tiny.gguf']?.large).toBe(
      files.find((file: { path: string }) => file.path === 'tiny.gguf').sha256,
    );
  });

  it('publishes on our fake hub as on a real one: the fake takes what the library sends', async () => {
    const hub = await openFakeHub();
    const folder = createTemporaryFolder();
    writeFileSync(join(folder, 'model.safetensors'), 'weights');
    writeFileSync(join(folder, 'README.md'), '# x\n');
    const [line = ''] = await ask(hub.url, 'publish', 'acme/by-library', folder);
    const { commits, tags, isPrivate } = hub.get('acme/by-library');
    expect([commits.at(-1)?.id, [...tags], isPrivate]).toEqual([
      JSON.parse(line).commit,
      [['library', JSON.parse(line).commit]],
      true,
    ]);
  });
});
