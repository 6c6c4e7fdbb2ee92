import { InvalidInputError } from '../errors/app-error.ts';
import { findNearest } from '../text/find-nearest.ts';
import { makeSafeText } from '../text/safe-text.ts';
import type { CardFacts } from './card-facts.ts';
import { type CardSectionName, cardSections } from './card-sections.ts';
import { type FrontMatter, makeFrontMatter } from './front-matter.ts';

/** Where everything of a card stands. */
export const cardPath = 'README.md';

/** A template of a card: Markdown with names of sections between two pairs of braces, and front matter of its own. */
export type CardTemplate = {
  /** For people: its path, or where it comes from. */
  readonly source: string;
  readonly frontMatter: FrontMatter;
  readonly body: string;
};

/** The card where a project gives none. */
export const usualCardTemplate: CardTemplate = {
  source: 'the built-in template',
  frontMatter: {},
  body: [
    '# {{model}} {{version}}',
    '',
    '{{description}}',
    '',
    '## Results',
    '',
    '{{metrics}}',
    '',
    'As measured: no number is weighted or rounded.',
    '',
    '## Quality gate',
    '',
    '{{gate}}',
    '',
    '## How to load it',
    '',
    '{{usage}}',
    '',
    '## Origin',
    '',
    '{{lineage}}',
    '',
    '## Licence',
    '',
    '{{license}}',
    '',
    '## Files',
    '',
    '{{files}}',
    '',
    '## Record',
    '',
    '{{record}}',
    '',
  ].join('\n'),
};

/**
 * The text of a card: front matter, then the template with its sections filled in. The same facts give the same text. Pure.
 * @param formatYaml front matter as YAML with a line break at its end, without the dashes around it
 * @throws InvalidInputError invalid-card: the template names a section there is none of
 */
export function makeCard(
  facts: CardFacts,
  template: CardTemplate,
  formatYaml: (value: FrontMatter) => string,
): string {
  const front = formatYaml(makeFrontMatter(facts, template.frontMatter));
  return `---\n${front}---\n\n${fillTemplate(template, facts).replace(/^\n+/, '')}`;
}

function fillTemplate({ body, source }: CardTemplate, facts: CardFacts): string {
  // Each name once: what a section says is not looked through again.
  return body.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (_, name: string) => {
    if (isSection(name)) return cardSections[name](facts);
    throw describeUnknown(name, source);
  });
}

function isSection(name: string): name is CardSectionName {
  return Object.hasOwn(cardSections, name);
}

function describeUnknown(name: string, source: string): InvalidInputError {
  const names = Object.keys(cardSections);
  const shown = makeSafeText(name, { limit: 60 });
  const nearest = findNearest(name, names);
  const meant = nearest === undefined ? '' : ` Did you mean {{${nearest}}}?`;
  return new InvalidInputError('invalid-card', `${source}: there is no section {{${shown}}}.${meant}`, {
    hint: `Sections: ${names.join(', ')}.`,
    data: { template: source, section: shown },
  });
}
