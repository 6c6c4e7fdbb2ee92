import type { EventKind } from '../../../core/events/event.ts';
import type { Channel, Delivery } from '../../../core/ports/channel.ts';
import { judgeAnswer } from '../../http/judge-answer.ts';
import { type AskGithub, createGithubAsk } from './ask-github.ts';
import { examineGithub } from './examine-github.ts';
import { findIssue, readIssue } from './find-issue.ts';
import { formatIssue } from './issue-text.ts';

/** A repository whose issues say what happened. */
export type GithubOptions = {
  readonly name: string;
  readonly kinds: ReadonlySet<EventKind>;
  /** `OWNER/NAME` */
  readonly repository: string;
  /** Address of the API, without a slash at its end. */
  readonly api: string;
  /** Never shown. */
  readonly token: string;
  /** Name and version of this program. */
  readonly tool: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/**
 * A channel that opens an issue for each event. Where an earlier try may have arrived the issues since then are looked through first, by
 * the mark in their text: GitHub itself takes the same issue twice.
 */
export function createGithubChannel(options: GithubOptions): Channel {
  const { name, kinds, repository } = options;
  const ask = createGithubAsk(options);
  return {
    name,
    use: 'notification',
    kinds,
    deliver: async (event, { signal, mayHaveArrived }) => {
      if (mayHaveArrived) {
        const found = await findIssue(ask, repository, event, signal);
        if (found.at === 'failed') return found.delivery;
        if (found.at === 'found') return { outcome: 'delivered', reference: found.url };
      }
      const text = formatIssue(event);
      const answer = await ask.call('POST', `/repos/${repository}/issues`, { body: text, signal });
      const failed = judgeAnswer(answer, ask.words, options.now());
      if (failed !== undefined) return failed;
      const issue = answer.at === 'answer' ? readIssue(answer.text) : undefined;
      if (issue === undefined) return describeStranger(ask);
      const left = text.labels.filter(label => !issue.labels.includes(label));
      await addLabels(ask, repository, { number: issue.number, labels: left, signal });
      return { outcome: 'delivered', reference: issue.url };
    },
    examine: signal => examineGithub(ask, options, signal),
  };
}

/**
 * GitHub drops labels silently that the login may not set. They are made and set once more; where that is not allowed the issue stands
 * without them.
 */
async function addLabels(
  ask: AskGithub,
  repository: string,
  { number, labels, signal }: LabelWish,
): Promise<void> {
  if (labels.length === 0) return;
  for (const label of labels) {
    const body = { name: label, color: label === 'rollback' ? 'd4a72c' : 'b60205' };
    const answer = await ask.call('POST', `/repos/${repository}/labels`, { body, signal });
    // 422: it is there already.
    if (answer.at !== 'answer' || ![201, 422].includes(answer.status)) return;
  }
  await ask.call('POST', `/repos/${repository}/issues/${number}/labels`, { body: { labels }, signal });
}

type LabelWish = {
  readonly number: number;
  readonly labels: readonly string[];
  readonly signal: AbortSignal | undefined;
};

/** It said yes in words that are not GitHub's: a proxy, or a login page. */
function describeStranger({ words }: AskGithub): Delivery {
  const message = `${words.service} answered, and not as GitHub does.`;
  const hint = 'Look for a proxy between here and GitHub, and at GITHUB_API_URL.';
  return { outcome: 'failed', again: 'unknown', problem: { code: 'answer-damaged', message, hint } };
}
