import MailComposer from 'nodemailer/lib/mail-composer';
import type { RegistryEvent } from '../../../core/events/event.ts';
import { describeEventTitle, listEventRows } from '../../../core/events/event-words.ts';

/** Who a mail is from and to: addresses without names. */
export type MailEnvelope = { readonly from: string; readonly to: readonly string[] };

/** Longest subject in characters, so that the headers stay short. */
const subjectLimit = 160;

/** Longest value of a row, in characters. */
const valueLimit = 2000;

/**
 * A mail about an event as it goes over the wire, in plain text. Its Message-ID is made from the event, so that what is sent twice can be
 * known by it. Texts have no line ends, and the composer folds and encodes what a header cannot hold.
 */
export async function composeMail(event: RegistryEvent, { from, to }: MailEnvelope): Promise<Buffer> {
  const composer = new MailComposer({
    ...{ from: { name: 'lastgood', address: from }, to: [...to] },
    subject: cut(`[lastgood] ${oneLine(describeEventTitle(event))}`, subjectLimit),
    text: formatText(event),
    date: new Date(event.at),
    messageId: formatMessageId(event, from),
    headers: {
      // Nobody's out-of-office answers it. @see RFC 3834
      'Auto-Submitted': 'auto-generated',
      'X-Lastgood-Event': event.eventId.replace(/[^\w.-]/g, '_'),
    },
    textEncoding: 'base64',
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'windows',
  });
  return await composer.compile().build();
}

/** `<EVENT@DOMAIN of the sender>`. Pure. */
export function formatMessageId({ eventId }: RegistryEvent, from: string): string {
  const domain = /@([\w.-]+)$/.exec(from)?.[1] ?? 'localhost';
  return `<${eventId.replace(/[^\w.-]/g, '_')}@${domain}>`;
}

function formatText(event: RegistryEvent): string {
  const rows = listEventRows(event);
  const width = Math.max(...rows.map(({ label }) => label.length)) + 2;
  return [
    oneLine(describeEventTitle(event)),
    '',
    ...rows.map(({ label, value }) => `${`${label}:`.padEnd(width)}${cut(oneLine(value), valueLimit)}`),
    '',
    'Told by lastgood.',
    '',
  ].join('\n');
}

/** Events are one line already; what a file was edited to say is made so here. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\0]+/g, ' ');
}

function cut(text: string, limit: number): string {
  const characters = [...text];
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}
