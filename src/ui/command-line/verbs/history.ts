import { InvalidInputError } from '../../../core/errors/app-error.ts';
import { type Checkpoint, parseCheckpoint, verifyHistory } from '../../../core/history/chain.ts';
import { foldHistory } from '../../../core/history/fold-history.ts';
import { judgeTogether } from '../../../core/mirror/find-apart.ts';
import { bestEffortHistoryWords } from '../../../core/plan/best-effort.ts';
import type { StoredEntry } from '../../../core/ports/history-log.ts';
import { loadModel } from '../../../core/session/load-model.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { describeHistory, type PastState } from '../documents/history-document.ts';
import { printHistory, printVerification } from '../print-history.ts';
import { tell, warn } from '../speak.ts';
import { fitToOutput } from '../table-options.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf } from '../verb-result.ts';

export const historyVerb = defineVerb({
  name: 'history',
  group: 'Look',
  summary: 'list every move and fact recorded of a model, or verify that nothing was altered',
  words: ['MODEL'],
  options: {
    at: { takes: 'TIME', help: 'what was live then: ISO 8601, for example 2026-11-21T03:00:00Z' },
    verify: { help: 'check the chain; exit code 6 when it is not intact' },
    checkpoint: { takes: 'COUNT:DIGEST', help: 'check too that the history still contains this checkpoint' },
  },
  run: async ({ host, words, options, openSession }) => {
    const checkpoint = options.checkpoint === undefined ? undefined : readCheckpoint(options.checkpoint);
    const time = options.at === undefined ? undefined : readTime(options.at);
    const session = await openSession();
    const { status } = await loadModel(session, words.MODEL, host.stop);
    const { model, entries } = status.index;
    const chain = verifyHistory(status.index, checkpoint, session.sha256);
    // Reading the bucket has told of a fork already.
    const verdict = judgeTogether(chain, session.registry.mirror?.reader.getCondition(), model);
    const mustBeIntact = options.verify || checkpoint !== undefined;
    if (chain.verdict !== 'intact' && !mustBeIntact) warn(host, `the history of ${model} ${chain.words}.`);
    if (!session.registry.reader.capabilities.compareAndSwap) tell(host, [bestEffortHistoryWords]);
    const past = time === undefined ? undefined : foldUntil(entries, time);
    return {
      exitCode: exitCodeOf(verdict.verdict === 'intact' || !mustBeIntact ? 'done' : 'integrity'),
      document: () => describeHistory(model, entries, verdict, past),
      lines: () =>
        mustBeIntact
          ? printVerification(model, verdict)
          : printHistory(model, entries, past, fitToOutput(host)),
    };
  },
});

function readCheckpoint(text: string): Checkpoint {
  const checkpoint = parseCheckpoint(text);
  if (checkpoint !== undefined) return checkpoint;
  const shown = makeSafeText(text, { limit: 80 });
  throw new InvalidInputError('usage', `${shown} is no checkpoint.`, {
    hint: 'Give it as history --verify printed it: the count, a colon and 64 hexadecimal digits.',
  });
}

/** A time as ISO 8601 UTC. @throws InvalidInputError invalid-time */
function readTime(text: string): string {
  const timeMs = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(timeMs)) return new Date(timeMs).toISOString();
  throw new InvalidInputError('invalid-time', `${makeSafeText(text, { limit: 80 })} is no time.`);
}

/** What the entries up to the first later one amount to: order is by generation, and time never runs backwards in a chain. */
function foldUntil(entries: readonly StoredEntry[], time: string): PastState {
  const later = entries.findIndex(({ entry }) => Date.parse(entry.at) > Date.parse(time));
  return { time, history: foldHistory(later === -1 ? entries : entries.slice(0, later)) };
}
