import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeDocsPages } from '../scripts/docs-pages.ts';

describe('the pages made from tables', () => {
  // A page that is stale fails here; `npm run docs` runs this file with --update and writes them.
  it.each([...makeDocsPages()])('%s says what the tables say', async (path, text) => {
    await expect(text).toMatchFileSnapshot(`../${path}`);
  });

  it('are linked from the README', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    for (const name of ['keys', 'errors', 'exit-codes', 'configuration', 'commands'])
      expect(readme).toContain(`docs/${name}.md`);
  });
});
