import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { helpTopics } from '../../../src/ui/command-line/help/help-topics.ts';
import { verbTable } from '../../../src/ui/command-line/verb-table.ts';
import { displayWidth } from '../../../src/ui/format/display-width.ts';
import { runLastgood } from './command-line.ts';

const help = (...words: readonly string[]) => runLastgood('/nonexistent', ['help', ...words]);

describe('lastgood help', () => {
  it.each(verbTable.map(({ name }) => name))('%s is what its --help says', async name => {
    const words = name.split(' ');
    const [asked, usual] = await Promise.all([
      help(...words),
      runLastgood('/nonexistent', [...words, '--help']),
    ]);
    expect(asked.code).toBe(0);
    expect(asked.out).toContain('Usage: lastgood');
    expect(asked.out.trimEnd()).toBe(usual.out.trimEnd());
  });

  it.each(Object.keys(helpTopics))(
    '%s is a page without marks of Markdown that fits its columns',
    async topic => {
      const { code, out } = await help(topic);
      expect(code).toBe(0);
      const lines = out.split('\n').filter(line => !line.startsWith('    '));
      expect(lines[0]).toBe(lines[0]?.toUpperCase());
      expect(lines.filter(line => displayWidth(line) > 100)).toEqual([]);
      expect(lines.filter(line => /\]\(|^#|^\||```|\*\*\w+\*\*|<!--/.test(line))).toEqual([]);
    },
  );

  it('without a topic lists verbs and topics', async () => {
    const { out } = await help();
    for (const name of [...Object.keys(helpTopics), 'rollback', 'completion'])
      expect(out).toContain(`  ${name}`);
  });

  it('has every page of docs as a topic', () => {
    const pages = readdirSync(join(import.meta.dirname, '../../../docs')).filter(name =>
      name.endsWith('.md'),
    );
    const known = Object.values(helpTopics).map(({ file }) => file);
    expect(pages.filter(name => name !== 'commands.md').sort()).toEqual(known.toSorted());
  });

  it('on what is none names the nearest, and exits with 2', async () => {
    expect(await help('rollbak')).toMatchObject({ code: 2, out: '' });
    expect((await help('rollbak')).error).toContain('Did you mean lastgood help rollback?');
    expect((await help('\u001B[2J')).error).not.toContain('\u001B');
  });
});
