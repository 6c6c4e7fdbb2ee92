import { z } from 'zod';
import type { RegistryEvent } from '../../../core/events/event.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type FailedDelivery, judgeAnswer } from '../../http/judge-answer.ts';
import { parseJson } from '../../http/parse-json.ts';
import type { AskGithub } from './ask-github.ts';
import { formatMark } from './issue-text.ts';

const issueSchema = z.object({
  number: z.int().positive(),
  html_url: z.string(),
  body: z.string().nullish(),
  labels: z.array(z.union([z.string(), z.object({ name: z.string().nullish() })])).default([]),
});

/** An issue as GitHub answers. */
export type Issue = { readonly number: number; readonly url: string; readonly labels: readonly string[] };

/** The issue of an answer; undefined when it is none. Pure. */
export function readIssue(text: string): Issue | undefined {
  const parsed = issueSchema.safeParse(parseJson(text));
  return parsed.success ? toIssue(parsed.data) : undefined;
}

/** Whether an event has its issue already. */
export type IssueSearch =
  | { readonly at: 'found'; readonly url: string }
  | { readonly at: 'none' }
  | { readonly at: 'failed'; readonly delivery: FailedDelivery };

const pageSize = 100;

/** Most pages that are looked through, newest first: an issue of three days ago stands among them anywhere but where a program makes them. */
const maxPages = 5;

/** Clocks differ, in milliseconds. */
const clockMs = 60 * 60_000;

/**
 * Looks for the issue of an event by its mark, among those that changed since it happened. The list is used, not the search: what was
 * made a moment ago stands in it at once.
 */
export async function findIssue(
  ask: AskGithub,
  repository: string,
  event: RegistryEvent,
  signal?: AbortSignal,
): Promise<IssueSearch> {
  const mark = formatMark(event);
  const since = new Date(Date.parse(event.at) - clockMs).toISOString();
  for (let page = 1; page <= maxPages; page += 1) {
    const query = new URLSearchParams({
      ...{ state: 'all', sort: 'created', direction: 'desc', since },
      ...{ per_page: String(pageSize), page: String(page) },
    });
    const answer = await ask.call('GET', `/repos/${repository}/issues?${query}`, { signal });
    const failed = judgeAnswer(answer, ask.words, ask.now());
    // Nothing was made by looking.
    if (failed !== undefined) return { at: 'failed', delivery: { ...failed, again: 'later' } };
    const issues = z.array(issueSchema).safeParse(parseJson(answer.at === 'answer' ? answer.text : ''));
    if (!issues.success) return { at: 'failed', delivery: describeStrangeList(ask) };
    const found = issues.data.find(({ body }) => body?.includes(mark));
    if (found !== undefined) return { at: 'found', url: toIssue(found).url };
    if (issues.data.length < pageSize) break;
  }
  return { at: 'none' };
}

function describeStrangeList({ words }: AskGithub): FailedDelivery {
  const message = `${words.service} answered, and not as GitHub does.`;
  const hint = 'Look for a proxy between here and GitHub, and at GITHUB_API_URL.';
  return { outcome: 'failed', again: 'later', problem: { code: 'answer-damaged', message, hint } };
}

function toIssue({ number, html_url: url, labels }: z.infer<typeof issueSchema>): Issue {
  const names = labels.map(label => (typeof label === 'string' ? label : (label.name ?? '')));
  return { number, url: makeSafeText(url, { limit: 300 }), labels: names };
}
