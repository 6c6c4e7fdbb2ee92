import type { ReactElement } from 'react';
import { type Column, fitColumns, lineOfHeadings, lineOfRow, widestOf } from '../../components/columns.ts';
import { type Line, Lines, toned } from '../../components/line.tsx';
import { linesOfList, markerWidth } from '../../components/list-rows.tsx';
import type { RegistryChoice } from '../../console/operations.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import { describeOpening, listRows, type Message, type State, selectedChoice } from './update.ts';

/** Draws the registries that are configured, which one is open, and how to open another. */
export function RegistriesView({ state, context }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  return <Lines lines={linesOf(state, context)} width={size.columns} theme={theme} rows={size.rows} />;
}

function linesOf(state: State, context: Context): readonly Line[] {
  switch (state.at) {
    case 'loading':
      return [[toned('muted', 'Listing the registries')]];
    case 'failed':
      return [
        [toned('bad', state.error.message)],
        [{ text: state.error.hint }],
        [toned('muted', 'r tries again.')],
      ];
    case 'shown':
      return state.choices.length === 0 ? linesOfEmpty(context) : linesOfChoices(state, context);
    default:
      return state satisfies never;
  }
}

function linesOfEmpty({ registry }: Context): readonly Line[] {
  return [
    [{ text: `Only ${registry.name} is known; no registries are configured.` }],
    [{ text: 'Open another with: lastgood --registry PLACE' }],
    [toned('muted', 'lastgood.config.yaml gives registries names.')],
  ];
}

function linesOfChoices(state: Extract<State, { readonly at: 'shown' }>, context: Context): readonly Line[] {
  const { size, theme } = context;
  const height = listRows(context);
  const fitted = fitColumns(columnsFor(state.choices), size.columns - markerWidth);
  const rows = linesOfList(state.list, height, theme, row => {
    const choice = state.choices[row];
    return choice ? lineOfRow(fitted, choice, theme) : [];
  });
  const selected = selectedChoice(state);
  return [
    [{ text: ' '.repeat(markerWidth) }, ...lineOfHeadings(fitted, theme)],
    ...rows,
    ...Array.from({ length: Math.max(0, height - rows.length) }, (): Line => []),
    [toned('muted', theme.symbols.horizontal.repeat(size.columns))],
    ...(selected ? [[{ text: selected.place }], [toned('muted', describeOpening(selected))]] : []),
  ];
}

function columnsFor(choices: readonly RegistryChoice[]): readonly Column<RegistryChoice>[] {
  return [
    {
      heading: 'REGISTRY',
      cell: ({ name }) => ({ text: name }),
      minimum: 16,
      wanted: widestOf(
        choices.map(choice => choice.name),
        'REGISTRY',
        40,
      ),
      priority: 1,
    },
    {
      heading: 'OPEN',
      cell: ({ isOpen }) => toned('good', isOpen ? 'open' : ''),
      minimum: 4,
      wanted: 4,
      priority: 1,
    },
    { heading: 'PLACE', cell: ({ place }) => toned('muted', place), minimum: 20, wanted: 80, priority: 2 },
  ];
}
