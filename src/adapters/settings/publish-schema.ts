import * as z from 'zod/mini';
import { findNameProblem } from '../../core/names/name-problem.ts';
import { findLicenceProblem, findRepositoryProblem } from '../../core/publish/hub-address.ts';
import { visibilities } from '../../core/publish/publication.ts';
import type { PublishSetting } from '../../core/publish/publication-wish.ts';
import { anyName } from '../../core/settings/select-gates.ts';
import { textWithout } from '../files/checked-text.ts';

/** Most lines a file may have. */
const maxItems = 1000;

const modelName = textWithout(name => {
  const problem = name === anyName ? undefined : findNameProblem(name);
  return problem === undefined ? undefined : `the name ${problem}`;
});

const repository = textWithout(text => {
  const problem = findRepositoryProblem(text.replaceAll('{model}', 'model'));
  return problem === undefined ? undefined : `it ${problem}`;
});

const license = textWithout(text => {
  const problem = findLicenceProblem(text);
  return problem === undefined ? undefined : `it ${problem}`;
});

/** What a card is made of is published: a file of the project may not name any other file of the machine. */
const card = textWithout(path => {
  const isBelow = path.trim() !== '' && !/^[/\\~]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(path);
  return isBelow ? undefined : 'it must be a file below the folder of this one';
});

const line = z.strictObject({
  model: z.optional(modelName),
  hub: repository,
  visibility: z.optional(z.enum(visibilities)),
  license: z.optional(license),
  card: z.optional(card),
});

/** The setting `publish` as it is written. */
export const publishSchema = z.array(line).check(z.maxLength(maxItems), ({ value, issues }) => {
  for (const [place, { model = anyName, hub }] of value.entries()) {
    const isTwice = value.findIndex(other => (other.model ?? anyName) === model) !== place;
    if (isTwice)
      issues.push({ code: 'custom', input: model, path: [place], message: `${model} stands here twice` });
    if (model === anyName && !hub.includes('{model}'))
      issues.push({
        code: 'custom',
        input: hub,
        path: [place, 'hub'],
        message: 'it must hold {model} where it is for all models: each has a repository of its own',
      });
  }
});

/** The setting `publish` as the program has it. @param absolute makes a path of the file absolute */
export function toPublishSettings(
  lines: z.infer<typeof publishSchema>,
  file: string,
  absolute: (path: string) => string,
): readonly PublishSetting[] {
  return lines.map(({ model = anyName, hub, visibility, license: named, card: path }) => ({
    ...{ model, hub, visibility, license: named, file },
    card: path === undefined ? undefined : absolute(path),
  }));
}
