import type { ReactElement } from 'react';
import type { ModelStatus } from '../../../core/registry/model-status.ts';
import type { Version } from '../../../core/registry/version.ts';
import { findState } from '../../../core/registry/version-state.ts';
import { wordOfWholeness } from '../../../core/registry/wholeness-words.ts';
import { summariseVerification } from '../../../core/session/check-digest.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Line, Lines, type Segment, toned } from '../../components/line.tsx';
import { linesOfProblem } from '../../components/problem-lines.ts';
import { lineOfProgress } from '../../components/progress-bar.ts';
import { windowOfLines } from '../../components/scrolled-lines.ts';
import { formatBytes } from '../../format/bytes.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import type { Theme } from '../../terminal/theme.ts';
import { countOutcomes } from './artifact-lines.ts';
import type { FilesCheck, Message, ShownState, State } from './update.ts';
import { bodyRows, linesOfVersion } from './version-lines.ts';

/** Draws one version: what it is and how its files stand always on top, the rest scrolling below. */
export function VersionView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  return <Lines lines={linesOf(state, context)} width={size.columns} theme={theme} rows={size.rows} />;
}

function linesOf(state: State, context: Context): readonly Line[] {
  switch (state.at) {
    case 'loading':
      return [[toned('muted', `Reading ${makeSafeText(state.model)} ${makeSafeText(state.version)}`)]];
    case 'failed':
      return linesOfProblem(state.error, context.size.columns);
    case 'shown': {
      const lines = linesOfVersion(state, context);
      const { seen, place } = windowOfLines(lines, state.scroll, bodyRows(context.size));
      return [lineOfIdentity(state, place), lineOfCheck(state.check, context), ...seen];
    }
    default:
      return state satisfies never;
  }
}

function lineOfIdentity({ loaded, found }: ShownState, place: string): Line {
  const { status } = loaded;
  const live = [...status.effective.aliases].filter(([, position]) => position.version === found.version);
  const words: readonly Segment[] = [
    wordOfState(found, status),
    ...(live.length === 0 ? [] : [toned('good', `live under ${live.map(([alias]) => alias).join(', ')}`)]),
    ...(status.effective.versionHolds.has(found.version) ? [toned('warning', 'HELD')] : []),
  ];
  return [
    { text: `${found.model} ${found.version}`, bold: true },
    ...words.flatMap(word => [{ text: '  ' }, word]),
    ...(place === '' ? [] : [toned('muted', `  ${place}`)]),
  ];
}

function wordOfState(found: Version, status: ModelStatus): Segment {
  const word = wordOfWholeness(found);
  if (word === 'complete') return { text: findState(status, found.version) };
  return word === 'arriving' ? toned('muted', word) : toned('bad', word.toUpperCase());
}

function lineOfCheck(check: FilesCheck, { theme, size }: Context): Line {
  switch (check.at) {
    case 'not-asked':
      return [toned('muted', 'Files: not checked yet; v compares them with the record.')];
    case 'running': {
      const { work } = check;
      if (work === undefined || work.total === 0) return [toned('muted', 'Files: being checked')];
      const text = `Files: ${formatBytes(work.done)} of ${formatBytes(work.total)} `;
      const width = Math.max(6, Math.min(40, size.columns - text.length));
      return [toned('muted', text), ...lineOfProgress(work.done / work.total, width, theme)];
    }
    case 'failed':
      return [toned('bad', `${theme.symbols.bad} Files: not checked. ${check.error.message}`)];
    case 'done':
      return [
        toned(...describeResult(check, theme)),
        toned('muted', `  ${countOutcomes(check.verification.checks)}`),
      ];
    default:
      return check satisfies never;
  }
}

function describeResult(
  { verification }: Extract<FilesCheck, { readonly at: 'done' }>,
  { symbols }: Theme,
): [Segment['tone'] & string, string] {
  const result = summariseVerification(verification);
  switch (result) {
    case 'verified':
      return ['good', `${symbols.good} Files: verified.`];
    case 'contradicted':
      return ['bad', `${symbols.bad} Files: NOT as recorded.`];
    case 'unverified':
      return ['warning', `${symbols.unknown} Files: not all are on this machine.`];
    case 'nothing-recorded':
      return ['warning', `${symbols.unknown} Files: no digest to check against.`];
    default:
      return result satisfies never;
  }
}
