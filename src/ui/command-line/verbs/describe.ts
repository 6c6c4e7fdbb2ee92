import { InvalidInputError } from '../../../core/errors/app-error.ts';
import { writeOptionRows } from '../carry-out.ts';
import { carryOutChange } from '../carry-out-change.ts';
import { defineVerb } from '../verb.ts';

export const describeVerb = defineVerb({
  name: 'describe',
  group: 'Versions',
  summary: 'record notes and tags of a version, or of the model what it is and whose',
  words: ['MODEL', '[VERSION]'],
  options: {
    description: { takes: 'TEXT', help: 'what the model is, in a sentence' },
    owner: { takes: 'NAME', help: 'who looks after the model' },
    notes: { takes: 'TEXT', help: 'notes; they replace the ones recorded before' },
    tag: {
      takes: 'TAG',
      many: true,
      help: 'a tag; all given replace the ones before, and on MLflow join them',
    },
    ...writeOptionRows,
  },
  run: async ({ host, global, words, options, openSession }) => {
    const { description, owner, notes, tag } = options;
    const ofModel = description !== undefined || owner !== undefined;
    if (!ofModel && notes === undefined && tag.length === 0) {
      throw new InvalidInputError('usage', 'Nothing to record.', {
        hint: 'Give --notes or --tag, and of a model also --description or --owner.',
      });
    }
    if (ofModel && words.VERSION !== undefined) {
      throw new InvalidInputError('usage', 'A description and an owner are of the model, not of a version.', {
        hint: 'Leave the version out, or give --notes.',
      });
    }
    const session = await openSession();
    const request = {
      change: 'describe',
      model: words.MODEL,
      version: words.VERSION,
      notes: notes ?? null,
      tags: tag.length === 0 ? null : tag,
      description: description ?? null,
      owner: owner ?? null,
    } as const;
    return await carryOutChange({ host, global, options }, session, request);
  },
});
