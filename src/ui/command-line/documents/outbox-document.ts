import { describeEventDocument } from '../../../core/events/event-document.ts';
import type { LoadedOutbox } from '../../../core/session/load-outbox.ts';
import type { OutboxDocument } from '../json/outbox.ts';

/** The outbox as a document. Pure. @param problems what stood in the way of sending, beside what each item says */
export function describeOutboxDocument(
  { items, unreadable, keptBecause }: LoadedOutbox,
  problems: readonly string[],
): OutboxDocument {
  return {
    schema: 'lastgood/outbox/1',
    items: items.map(({ id, channel, state, attempts, nextAt, problem, reference, event }) => {
      const { schema: _schema, ...told } = describeEventDocument(event);
      return { id, channel, state, attempts, nextAt, problem, reference, event: told };
    }),
    unreadable: [...unreadable],
    keptBecause: keptBecause ?? null,
    problems: [...problems],
  };
}
