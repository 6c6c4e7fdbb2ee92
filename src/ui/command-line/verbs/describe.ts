import { InvalidInputError } from '../../../core/errors/app-error.ts';
import { prepareChange } from '../../../core/session/prepare-change.ts';
import { carryOut, writeOptionRows } from '../carry-out.ts';
import { readText } from '../reason.ts';
import { defineVerb } from '../verb.ts';

export const describeVerb = defineVerb({
  name: 'describe',
  group: 'Versions',
  summary: 'record notes and tags of a version, or of the model',
  words: ['MODEL', '[VERSION]'],
  options: {
    notes: { takes: 'TEXT', help: 'notes; they replace the ones recorded before' },
    tag: { takes: 'TAG', many: true, help: 'a tag; all tags given replace the ones recorded before' },
    ...writeOptionRows,
  },
  run: async ({ host, global, words, options, openSession }) => {
    if (options.notes === undefined && options.tag.length === 0) {
      throw new InvalidInputError('usage', 'Nothing to record.', { hint: 'Give --notes or --tag.' });
    }
    const session = await openSession();
    const request = {
      change: 'describe',
      model: words.MODEL,
      version: words.VERSION,
      notes: options.notes === undefined ? null : readText(options.notes),
      tags: options.tag.length === 0 ? null : options.tag.map(readText),
    } as const;
    return await carryOut(
      { host, global, options },
      session,
      await prepareChange(session, request, host.stop),
    );
  },
});
