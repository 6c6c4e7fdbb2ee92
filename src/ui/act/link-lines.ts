import type { DeploymentLink, LinkState } from '../../core/deployment/deployment.ts';
import type { ErrorCode } from '../../core/errors/error-codes.ts';
import { type Line, type Segment, toned } from '../components/line.tsx';
import { padText } from '../format/fit-text.ts';
import type { Context } from '../runtime/screen.ts';
import type { Theme } from '../terminal/theme.ts';

/** Whether somebody works on the links now; else one that has begun was cut off. */
export type LinkWork = 'worked-on' | 'left';

/** Rows of a screen from which each link has a line of its own. */
const roomyRows = 16;

/**
 * Every link on a line: how it stands in a word, which it is, what it does or came to. In a low window those that are left out stand
 * together on the last line. Pure.
 */
export function linesOfLinks(
  links: readonly DeploymentLink[],
  work: LinkWork,
  { theme, size }: Pick<Context, 'theme' | 'size'>,
): readonly Line[] {
  const lineOf = (link: DeploymentLink): Line => [
    segmentOfLink(link, work, theme),
    { text: `  ${padText(link.kind, kindWidth)}  ` },
    wordsOf(link, theme),
  ];
  const leftOut = links.filter(({ state }) => state === 'skipped');
  const [first] = leftOut;
  if (first === undefined || size.rows >= roomyRows) return links.map(lineOf);
  const names = leftOut.map(({ kind }) => kind).join(', ');
  return [
    ...links.filter(({ state }) => state !== 'skipped').map(lineOf),
    [segmentOfLink(first, work, theme), toned('muted', `  ${names}`)],
  ];
}

/** Problems of a link that nothing went wrong with: somebody stopped it. */
const stopCodes: ReadonlySet<ErrorCode> = new Set(['cancelled', 'partly-done']);
/** Cells of the longest name of a link. */
const kindWidth = 8;
/** Cells of the longest word of a state with its mark. */
const stateWidth = 11;

/** How a link stands, in a mark and a word. Pure. */
export function segmentOfLink(link: DeploymentLink, work: LinkWork, { symbols }: Theme): Segment {
  const { state, problem } = link;
  const isCutOff = work === 'left' && state === 'running';
  const isStopped = problem !== null && stopCodes.has(problem.code);
  const marks: Readonly<Record<LinkState, Segment>> = {
    waiting: toned('muted', `${symbols.separator} to come`),
    running: isCutOff ? toned('warning', '! cut off') : toned('accent', `${symbols.marker} running`),
    done: toned('good', `${symbols.good} done`),
    unchanged: toned('good', `${symbols.same} unchanged`),
    skipped: toned('muted', '- left out'),
    failed: isStopped ? toned('warning', '! stopped') : toned('bad', `${symbols.bad} failed`),
  };
  const { text, ...looks } = marks[state];
  return { ...looks, text: padText(text, stateWidth) };
}

function wordsOf(link: DeploymentLink, { symbols }: Theme): Segment {
  const { kind, target, expected, value, state, detail } = link;
  switch (state) {
    case 'skipped':
      return toned('muted', detail ?? 'nobody asked for it');
    case 'done':
    case 'unchanged':
      if (kind === 'promote') return { text: `${target} is ${value ?? detail}` };
      return { text: detail ?? target };
    case 'waiting':
    case 'running':
    case 'failed':
      if (kind === 'gate')
        return { text: value === null ? `${target}: no policy is bound` : `${target}: ${value} is needed` };
      if (kind === 'track' || kind === 'notify') return { text: target };
      return { text: `${target}: ${expected ?? 'nothing'} ${symbols.arrow} ${value ?? 'the next version'}` };
    default:
      return state satisfies never;
  }
}
