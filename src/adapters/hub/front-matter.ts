import { Document, parseDocument, type ScalarTag } from 'yaml';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { CardTemplate } from '../../core/publish/card-template.ts';
import type { FrontMatter } from '../../core/publish/front-matter.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';

/**
 * Numbers as readers of YAML 1.1 take them for numbers: Python's knows no exponent without a point before it, and would read a text.
 * @see https://yaml.org/type/float.html
 */
const exponentNumber: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  identify: value => typeof value === 'number' && JSON.stringify(value).includes('e'),
  default: true,
  // Of several tags that fit a value, only those with a test are looked at.
  test: /^[-+]?[0-9]+\.[0-9]+e[-+][0-9]+$/,
  resolve: Number,
  stringify: ({ value }) => {
    const [mantissa = '0', exponent = '0'] = JSON.stringify(value).split('e');
    const sign = /^[+-]/.test(exponent) ? '' : '+';
    return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}e${sign}${exponent}`;
  },
};

/**
 * Front matter as YAML, with a line break at its end: read the same by readers of YAML 1.1 and 1.2. No line of it is three dashes,
 * whatever the texts are. Pure.
 */
export function formatFrontMatter(value: FrontMatter): string {
  const document = new Document(value, {
    aliasDuplicateObjects: false,
    customTags: tags => [exponentNumber, ...tags],
  });
  return document.toString({
    lineWidth: 0,
    blockQuote: false,
    directives: false,
    // Plain words such as `no`, `=` and `<<` mean something else to some readers.
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
  });
}

/** Front matter at the beginning of a file, as the hub finds it. */
const block = /^---[ \t]*\r?\n([\s\S]*?)(?:\r?\n)?---[ \t]*(?:\r?\n|$)/;

/**
 * A template from its text: its own front matter, then its body.
 * @param source where it is from, for people
 * @throws InvalidInputError invalid-card: its front matter is no YAML, or no list of names with values
 */
export function parseCardTemplate(text: string, source: string): CardTemplate {
  const found = block.exec(text.replace(/^\uFEFF/, ''));
  if (found === null) return { source, frontMatter: {}, body: text };
  const refuse = (problem: string): InvalidInputError =>
    new InvalidInputError('invalid-card', `${source}: its front matter ${problem}.`, {
      data: { template: source },
    });
  const document = parseDocument(found[1] ?? '');
  const [error] = document.errors;
  if (error !== undefined) throw refuse(`is no YAML (${makeSafeText(error.message, { limit: 200 })})`);
  const value: unknown = readValue(document, refuse);
  if (value !== null && (typeof value !== 'object' || Array.isArray(value)))
    throw refuse('is no list of names with values');
  const body = text.slice(text.indexOf(found[0]) + found[0].length);
  return { source, frontMatter: JSON.parse(JSON.stringify(value ?? {})), body };
}

function readValue(
  document: ReturnType<typeof parseDocument>,
  refuse: (problem: string) => InvalidInputError,
): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (thrown) {
    if (thrown instanceof ReferenceError) throw refuse('uses aliases, which are not followed');
    throw thrown;
  }
}
