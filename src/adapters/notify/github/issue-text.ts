import type { RegistryEvent } from '../../../core/events/event.ts';
import { describeEventTitle, listEventRows } from '../../../core/events/event-words.ts';

/** Longest title. GitHub takes 256 characters. */
const titleLimit = 120;

/** Longest value of a row. GitHub takes 65,536 characters of body. */
const valueLimit = 2000;

/** An issue about an event. */
export type IssueText = { readonly title: string; readonly body: string; readonly labels: readonly string[] };

/** The issue as it is made, with the mark it is found by. Pure. */
export function formatIssue(event: RegistryEvent): IssueText {
  const title = describeEventTitle(event);
  const rows = listEventRows(event).map(
    ({ label, value }) => `| ${escapeMarkdown(label)} | ${escapeMarkdown(cut(value, valueLimit))} |`,
  );
  return {
    title: neutraliseMentions(cut(title, titleLimit)),
    body: [
      `**${escapeMarkdown(title)}**`,
      '',
      '| | |',
      '|---|---|',
      ...rows,
      '',
      `Told by lastgood.`,
      formatMark(event),
    ].join('\n'),
    labels: chooseLabels(event),
  };
}

/** A comment that nobody sees and by which the issue of an event is found again. Pure. */
export function formatMark({ eventId }: RegistryEvent): string {
  return `<!-- lastgood:${eventId.replace(/[^\w.-]/g, '_').replaceAll('--', '_')} -->`;
}

/** What went back, or should have, is a rollback; everything that somebody has to look at is an incident. */
function chooseLabels({ kind, act }: RegistryEvent): readonly string[] {
  const isRollback = kind === 'rolled-back' || act === 'rollback';
  const isIncident = isRollback || ['failed', 'drift', 'unset'].includes(kind);
  return [...(isRollback ? ['rollback'] : []), ...(isIncident ? ['incident'] : [])];
}

/**
 * Text that GitHub shows as it is: every character that can begin Markdown, HTML or an address is written as a number. Mentions and
 * references to issues are looked for in what is shown, so a space of no width keeps their sign from what follows. Pure.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()<>!|~&:$@#]/g, character => `&#${character.charCodeAt(0)};`)
    .replace(/&#(?:64|35);/g, '$&&#8203;');
}

/** Titles are no Markdown, and yet a mention in one may be read as such by what forwards them. Pure. */
function neutraliseMentions(title: string): string {
  return title.replaceAll('@', '@\u200b');
}

function cut(text: string, limit: number): string {
  return [...text].length <= limit ? text : `${[...text].slice(0, limit - 1).join('')}…`;
}
