import type { RegistryEvent } from '../../../core/events/event.ts';
import { describeEventTitle, listEventRows } from '../../../core/events/event-words.ts';

/** Longest text of a block. @see https://docs.slack.dev/reference/block-kit/blocks/section-block */
const limit = 2900;

/** A message as Slack's incoming webhooks take it: a title, and what else is said as lines. Pure. */
export function formatSlackMessage(event: RegistryEvent) {
  const title = escapeSlackText(describeEventTitle(event));
  const lines = listEventRows(event).map(({ label, value }) => `*${label}:* ${escapeSlackText(value)}`);
  return {
    text: title,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: cut(`*${title}*`) } },
      { type: 'section', text: { type: 'mrkdwn', text: cut(lines.join('\n')) } },
      { type: 'context', elements: [{ type: 'mrkdwn', text: escapeSlackText(`lastgood ${event.eventId}`) }] },
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

/**
 * Text that Slack shows as it is: what begins its links and mentions is escaped, a bare @channel calls nobody, and what would make letters
 * bold or a line a quotation is kept from it by a space of no width. Pure.
 * @see https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escapeSlackText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@\u200b')
    .replace(/[*_~`]/g, '\u200b$&');
}

/** Never in the middle of an escaped character. */
function cut(text: string): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit).replace(/&[a-z]{0,4}$/, '')}…`;
}
