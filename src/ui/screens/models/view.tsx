import type { ReactElement } from 'react';
import type { RegistryIndex } from '../../../core/registry/registry-index.ts';
import { countedWords, type SourceFacts } from '../../../core/session/source-facts.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { fitColumns, lineOfHeadings, lineOfRow } from '../../components/columns.ts';
import { type Line, Lines, toned } from '../../components/line.tsx';
import { linesOfList, markerWidth } from '../../components/list-rows.tsx';
import { linesOfProblem } from '../../components/problem-lines.ts';
import { lineOfRule } from '../../components/rule-line.ts';
import { formatCount } from '../../format/number.ts';
import { wrapText } from '../../format/wrap-text.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import { modelColumns } from './columns.ts';
import { linesOfCutOff } from './cut-off-line.ts';
import { layoutOf } from './layout.ts';
import { linesAboutModel } from './model-panel.ts';
import { registryProblems } from './registry-problems.ts';
import { type Message, type State, selectedModel } from './update.ts';

/** Draws the models, and below them what is to be known and done about the selected one. */
export function ModelsView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  return <Lines lines={linesOf(state, context)} width={size.columns} theme={theme} rows={size.rows} />;
}

function linesOf(state: State, context: Context): readonly Line[] {
  switch (state.at) {
    case 'loading':
      return [[toned('muted', `Reading the models of ${context.registry.name}`)]];
    case 'failed':
      return linesOfProblem(state.error, context.size.columns);
    case 'shown':
      return state.overview.models.length === 0
        ? linesOfEmpty(state.overview.index, context)
        : linesOfModels(state, context);
    default:
      return state satisfies never;
  }
}

/** Before bucket or server was read to its end nobody knows whether it is empty. */
function linesOfUnread({ at, condition }: SourceFacts, width: number): readonly Line[] {
  const { url, problem, listed } = condition;
  const text =
    problem === undefined
      ? `Reading ${makeSafeText(url, { limit: 300 })}: ${formatCount(listed, countedWords[at])} so far`
      : `The ${at} was not read to its end yet, so its models are not known.`;
  const hint = problem === undefined ? [] : wrapText(makeSafeText(problem.hint), width);
  return [
    ...wrapText(text, width).map((line): Line => [{ text: line }]),
    ...hint.map((line): Line => [toned('muted', line)]),
    [toned('muted', 'Its models show up here by themselves; x opens another registry.')],
  ];
}

function linesOfEmpty(index: RegistryIndex, { registry, source, size, cutOff }: Context): readonly Line[] {
  if (source !== undefined && !source.condition.isRead) return linesOfUnread(source, size.columns);
  const strangers = index.strangers.map(({ name, why }): Line => [toned('muted', `  ${name}: ${why}`)]);
  return [
    ...linesOfRegistryProblems(index, size.columns),
    ...linesOfCutOff(cutOff),
    [{ text: `There is no model in ${registry.name} yet.` }],
    [{ text: 'Register the first version with: lastgood register MODEL --results DIR' }],
    [toned('muted', 'It shows up here by itself; x opens another registry.')],
    ...(strangers.length === 0 ? [] : [[{ text: 'Found here, and no model:' }], ...strangers]),
  ];
}

function linesOfModels(state: Extract<State, { readonly at: 'shown' }>, context: Context): readonly Line[] {
  const { theme, size } = context;
  const { listRows, panelRows } = layoutOf(state, context);
  const fitted = fitColumns(modelColumns(state.overview.models, context), size.columns - markerWidth);
  const rows =
    state.rows.length === 0
      ? [[{ text: `  No model fits ${state.filter}. esc clears the filter.` }]]
      : linesOfList(state.list, listRows, theme, row => {
          const model = state.rows[row];
          return model ? lineOfRow(fitted, model, theme) : [];
        });
  const selected = selectedModel(state);
  return [
    ...linesOfRegistryProblems(state.overview.index, size.columns),
    ...linesOfCutOff(context.cutOff),
    [{ text: ' '.repeat(markerWidth) }, ...lineOfHeadings(fitted, theme)],
    ...rows,
    ...Array.from({ length: Math.max(0, listRows - rows.length) }, (): Line => []),
    lineOfRule(titleOfRule(state, theme.symbols.separator), context.size.columns, context.theme),
    ...(selected ? linesAboutModel(selected, panelRows, context) : []),
  ];
}

function linesOfRegistryProblems(index: RegistryIndex, width: number): readonly Line[] {
  return registryProblems(index).map(text => [toned('bad', wrapText(text, width)[0] ?? text)]);
}

/** The selected model by its whole name, and how many fit the filter. */
function titleOfRule(state: Extract<State, { readonly at: 'shown' }>, separator: string): string {
  const model = selectedModel(state);
  const name = model
    ? [`${model.status.index.model}, ${formatCount(model.status.index.versions.length, 'version')}`]
    : [];
  const filter =
    state.filter === ''
      ? []
      : [`filter ${state.filter}: ${state.rows.length} of ${state.overview.models.length}`];
  return [...name, ...filter].join(` ${separator} `);
}
