import type { FileCheck } from '../../../core/ports/registry.ts';
import type { Artifact } from '../../../core/registry/version.ts';
import { type Column, fitColumns, lineOfHeadings, lineOfRow, widestOf } from '../../components/columns.ts';
import { type Line, type Segment, type Tone, toned } from '../../components/line.tsx';
import { formatBytes } from '../../format/bytes.ts';
import type { Context } from '../../runtime/screen.ts';
import type { Theme } from '../../terminal/theme.ts';
import type { FilesCheck } from './update.ts';

/** A file that is recorded, was checked, or both. */
type FileRow = {
  readonly name: string;
  readonly artifact: Artifact | undefined;
  readonly check: FileCheck | undefined;
};

type Looks = { readonly symbol: 'good' | 'bad' | 'unknown'; readonly word: string; readonly tone: Tone };

const outcomeLooks: Readonly<Record<FileCheck['outcome'], Looks>> = {
  verified: { symbol: 'good', word: 'verified', tone: 'good' },
  differs: { symbol: 'bad', word: 'DIFFERS', tone: 'bad' },
  missing: { symbol: 'bad', word: 'MISSING', tone: 'bad' },
  unreadable: { symbol: 'bad', word: 'UNREADABLE', tone: 'bad' },
  elsewhere: { symbol: 'unknown', word: 'elsewhere', tone: 'warning' },
  'nothing-recorded': { symbol: 'unknown', word: 'no digest', tone: 'muted' },
};

/** Outcomes whose word does not say all. */
const explained: ReadonlySet<FileCheck['outcome']> = new Set([
  'differs',
  'missing',
  'unreadable',
  'elsewhere',
]);

const worstFirst = ['differs', 'missing', 'unreadable', 'elsewhere', 'nothing-recorded', 'verified'] as const;

/** The files of a version with size and digest, and how each stood up to the check; what is wrong is explained below its file. Pure. */
export function linesOfArtifacts(
  artifacts: readonly Artifact[],
  check: FilesCheck,
  { size, theme }: Pick<Context, 'size' | 'theme'>,
): readonly Line[] {
  const files = joinChecks(artifacts, check);
  if (files.length === 0) return [[toned('muted', '  No files are recorded.')]];
  const fitted = fitColumns(fileColumns(files, theme), size.columns - 2);
  const indented = (line: Line): Line => [{ text: '  ' }, ...line];
  return [
    indented(lineOfHeadings(fitted, theme)),
    ...files.flatMap(file => [indented(lineOfRow(fitted, file, theme)), ...linesOfDetail(file)]),
  ];
}

/** How many files had which outcome, the worst first: `1 DIFFERS, 2 verified`. Pure. */
export function countOutcomes(checks: readonly FileCheck[]): string {
  const counted = worstFirst.flatMap((outcome): readonly string[] => {
    const count = checks.filter(check => check.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${outcomeLooks[outcome].word}`];
  });
  return counted.join(', ');
}

function joinChecks(artifacts: readonly Artifact[], check: FilesCheck): readonly FileRow[] {
  const checks = check.at === 'done' ? check.verification.checks : [];
  const byName = new Map(checks.map(each => [each.name, each]));
  const recorded = artifacts.map(artifact => ({
    name: artifact.name,
    artifact,
    check: byName.get(artifact.name),
  }));
  const names = new Set(artifacts.map(artifact => artifact.name));
  const others = checks.filter(each => !names.has(each.name));
  return [...others.map(each => ({ name: each.name, artifact: undefined, check: each })), ...recorded];
}

function fileColumns(files: readonly FileRow[], theme: Theme): readonly Column<FileRow>[] {
  return [
    { heading: 'CHECK', cell: ({ check }) => looksOf(check, theme), minimum: 12, wanted: 13, priority: 1 },
    {
      heading: 'FILE',
      cell: ({ name }) => ({ text: name }),
      minimum: 16,
      wanted: widestOf(
        files.map(file => file.name),
        'FILE',
        60,
      ),
      priority: 1,
    },
    {
      heading: 'ROLE',
      cell: ({ artifact }) => toned('muted', artifact?.role ?? 'record'),
      minimum: 8,
      wanted: 13,
      priority: 4,
    },
    {
      heading: 'SIZE',
      cell: ({ artifact }) => ({
        text: artifact?.sizeBytes === undefined ? '-' : formatBytes(artifact.sizeBytes),
      }),
      align: 'right',
      minimum: 8,
      wanted: 8,
      priority: 3,
    },
    {
      heading: 'SHA256',
      cell: ({ artifact }) => toned('muted', artifact ? (artifact.sha256 ?? 'not recorded') : '-'),
      minimum: 13,
      wanted: 64,
      priority: 2,
    },
  ];
}

function looksOf(check: FileCheck | undefined, theme: Theme): Segment {
  if (check === undefined) return toned('muted', 'not checked');
  const { symbol, word, tone } = outcomeLooks[check.outcome];
  return toned(tone, `${theme.symbols[symbol]} ${word}`);
}

function linesOfDetail({ check }: FileRow): readonly Line[] {
  if (check === undefined || !explained.has(check.outcome)) return [];
  return [[toned(outcomeLooks[check.outcome].tone, `    ${check.detail}`)]];
}
