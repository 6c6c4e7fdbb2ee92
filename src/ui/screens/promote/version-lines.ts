import { chooseGateAlias } from '../../../core/gate/gate-aliases.ts';
import { type GateStanding, judgeGate } from '../../../core/gate/gate-standing.ts';
import type { Version } from '../../../core/registry/version.ts';
import { findState } from '../../../core/registry/version-state.ts';
import { wordOfWholeness } from '../../../core/registry/wholeness-words.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type Column, fitColumns, lineOfHeadings, lineOfRow } from '../../components/columns.ts';
import { type Line, type Segment, toned } from '../../components/line.tsx';
import { linesOfList, markerWidth } from '../../components/list-rows.tsx';
import { formatAge } from '../../format/age.ts';
import { segmentOfStanding } from '../../format/gate.ts';
import { formatMetric } from '../../format/number.ts';
import type { Context } from '../../runtime/screen.ts';
import type { State } from './state.ts';
import { versionRows } from './update.ts';

type Choosing = Extract<State, { readonly at: 'version' }>;

/** The versions to choose from, with where each stands with the gate. Pure. */
export function linesOfVersions(state: Choosing, context: Context): readonly Line[] {
  const { theme, size } = context;
  const fitted = fitColumns(columnsFor(state, context), size.columns - markerWidth);
  const rows =
    state.versions.length === 0
      ? [[toned('warning', '  There is no version to promote. Register one first.')]]
      : linesOfList(state.list, versionRows(context), theme, row => {
          const version = state.versions[row];
          return version ? lineOfRow(fitted, version, theme) : [];
        });
  return [
    [{ text: `Promote which version of ${state.model}?`, bold: true }],
    lineOfGate(state),
    [{ text: '  ' }, ...lineOfHeadings(fitted, theme)],
    ...rows,
  ];
}

function columnsFor(state: Choosing, context: Context): readonly Column<Version>[] {
  const { effective } = state.loaded.status;
  const liveUnder = (version: Version): string =>
    [...effective.aliases]
      .flatMap(([alias, at]) => (at.version === version.version ? [alias] : []))
      .join(' ');
  return [
    {
      heading: 'VERSION',
      minimum: 8,
      wanted: 12,
      priority: 1,
      cell: version => ({ text: version.version, bold: true }),
    },
    {
      heading: 'STATE',
      minimum: 10,
      wanted: 26,
      priority: 2,
      cell: version => describeState(state, version),
    },
    {
      heading: 'LIVE',
      minimum: 6,
      wanted: 16,
      priority: 3,
      cell: version => toned('accent', liveUnder(version)),
    },
    {
      heading: 'GATE',
      minimum: 10,
      wanted: 12,
      priority: 2,
      cell: version => segmentOfStanding(standingOf(state, version, context.now)),
    },
    {
      heading: 'CREATED',
      minimum: 7,
      wanted: 8,
      priority: 4,
      cell: version => ({ text: ageOf(version, context.now) }),
    },
    {
      heading: 'METRICS',
      minimum: 16,
      wanted: 60,
      priority: 5,
      cell: version => toned('muted', describeMetrics(version)),
    },
  ];
}

/** The alias whose gate the list shows: which one is meant is asked only afterwards. */
function aliasOf({ loaded }: Choosing): string {
  return chooseGateAlias(loaded.status, loaded.policies);
}

function standingOf(state: Choosing, { version }: Version, now: string): GateStanding {
  const alias = aliasOf(state);
  const { status, policies } = state.loaded;
  return judgeGate({ history: status.effective, version, alias, policy: policies.get(alias), now });
}

function lineOfGate(state: Choosing): Line {
  const alias = aliasOf(state);
  const policy = state.loaded.policies.get(alias);
  switch (policy?.state) {
    case undefined:
      return [toned('muted', 'Gate: NONE, no policy is bound. It is recorded like that.')];
    case 'unusable':
      return [toned('bad', `Gate of ${alias}: ${makeSafeText(policy.problem)}`)];
    case 'bound':
      return [
        toned(
          'muted',
          `Gate of ${alias}: ${policy.bound.policy.name} must say PASS; or give results in the review.`,
        ),
      ];
    default:
      return policy satisfies never;
  }
}

function describeState(state: Choosing, version: Version): Segment {
  const { status } = state.loaded;
  const word = wordOfWholeness(version);
  if (word === 'arriving') return toned('muted', word);
  if (word !== 'complete') return toned('bad', word.toUpperCase());
  const hold = status.effective.versionHolds.get(version.version);
  if (hold) return toned('bad', `HELD by ${hold.actor}`);
  return { text: findState(status, version.version) };
}

function ageOf(version: Version, now: string): string {
  return version.whole === 'complete' && version.record.createdAt !== undefined
    ? formatAge(version.record.createdAt, now)
    : '-';
}

function describeMetrics(version: Version): string {
  if (version.whole !== 'complete') return '';
  const metrics = Object.entries(version.record.metrics).slice(0, 4);
  return metrics.map(([name, value]) => `${name} ${formatMetric(value)}`).join('  ');
}
