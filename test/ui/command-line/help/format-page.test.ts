import { describe, expect, it } from 'vitest';
import { formatPage } from '../../../../src/ui/command-line/help/format-page.ts';

describe('a page of docs on a terminal', () => {
  it('has headings, paragraphs, lists, code and links as words', () => {
    const page = [
      ...['<!-- Made. -->', '', '# One page', '', 'Some **bold** and `code`,', 'see [there](there.md).', ''],
      ...[
        '## Part',
        '- first that is so long',
        '  that it goes on',
        '- *second*',
        '',
        '```sh',
        'a | b',
        '',
        '# c',
        '```',
      ],
    ].join('\n');
    expect(formatPage(page, 24)).toEqual([
      ...['ONE PAGE', '', 'Some bold and code, see', 'there.', '', 'Part', '----', ''],
      ...['- first that is so long', '  that it goes on', '- second', '', '    a | b', '    ', '    # c'],
    ]);
  });

  it('has tables as columns where they fit, else row by row', () => {
    const page = '| A | B | C |\n| --- | --- | --- |\n| `x\\|y` | two words | |\n| z | more | end |';
    expect(formatPage(page, 40)).toEqual(['A    B          C', 'x|y  two words', 'z    more       end']);
    expect(formatPage(page, 16)).toEqual([
      ...['x|y', '    B: two', '      words', '', 'z', '    B: more', '    C: end'],
    ]);
  });
});
