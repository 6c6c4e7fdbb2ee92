import type { DeploymentReceipt } from '../../core/deployment/deployment-receipt.ts';
import { addWords } from '../../core/plan/extend-command.ts';
import type { Receipt } from '../../core/plan/receipt.ts';
import type { Notice } from '../runtime/effect.ts';

/**
 * How a deployment ended, in one line: what is done, why no more, and the command that goes on. Pure.
 * @param registryWords what a command has to say of the registry
 */
export function describeDeploymentEnd(
  { outcome, title, problem, resume }: DeploymentReceipt,
  registryWords: readonly string[],
): Notice {
  const goingOn = resume === null ? '' : ` To go on: ${addWords(resume, registryWords)}`;
  const why = problem === undefined ? '.' : `: ${problem.message}`;
  switch (outcome) {
    case 'applied':
      return { tone: 'good', text: `Done: ${title}${why}` };
    case 'unchanged':
      return { tone: 'muted', text: `${title}: unchanged.` };
    case 'partial':
      return { tone: 'warning', text: `Partly done: ${title}${why}${goingOn}` };
    case 'refused':
      return resume === null
        ? { tone: 'bad', text: `Not done, what is live has not changed: ${title}${why}` }
        : {
            tone: 'warning',
            text: `Not done yet, what is live has not changed: ${title}${why}${goingOn}`,
          };
    default:
      return outcome satisfies never;
  }
}

/** How a change of the registry ended, in one line. Pure. */
export function describeReceiptEnd({ outcome, title, problem }: Receipt): Notice {
  const why = problem ? `: ${problem.message}` : '.';
  switch (outcome) {
    case 'applied':
      return { tone: 'good', text: `Done: ${title}${why}` };
    case 'unchanged':
      return { tone: 'muted', text: `${title}: unchanged.` };
    case 'partial':
      return { tone: 'warning', text: `Partly done: ${title}${why}` };
    case 'refused':
      return { tone: 'bad', text: `Refused, nothing was written: ${title}${why}` };
    default:
      return outcome satisfies never;
  }
}
