import { Box } from 'ink';
import type { ReactElement } from 'react';
import { linesOfOverride } from '../../act/gate-lines.ts';
import { Choice, type ChoiceItem } from '../../components/choice.tsx';
import { lineOfField } from '../../components/field-line.ts';
import { type Line, Lines, toned } from '../../components/line.tsx';
import { linesInRoom } from '../../components/lines-in-room.ts';
import { linesOfProblem } from '../../components/problem-lines.ts';
import { wrapSegment } from '../../components/wrapped-lines.ts';
import type { Context, ViewProps } from '../../runtime/screen.ts';
import { linesOfCarrying, linesOfPlan, linesOfReceipt, questionOf, wayOn } from './deployment-lines.ts';
import type { Message, Place, State, StateAt } from './state.ts';
import { isReasonRefused } from './update.ts';

/** Draws the wizard: under which alias, published where, why, what will happen, what is happening, what happened. */
export function DeployView({ state, context, send }: ViewProps<State, Message>): ReactElement {
  const { size, theme } = context;
  if (state.at === 'alias') {
    const { effective } = state.choices.loaded.status;
    const items = state.aliases.map(alias => {
      const live = effective.aliases.get(alias)?.version ?? 'nothing';
      return { value: alias, label: `${alias} (now ${live})` };
    });
    const chosen = (alias: string) => send({ type: 'alias-chosen', alias });
    return (
      <Question text="Under which alias?" state={state} items={items} chosen={chosen} context={context} />
    );
  }
  if (state.at === 'place') {
    const chosen = (place: Place) => send({ type: 'place-chosen', place });
    const text = 'Where is it published first?';
    return <Question text={text} state={state} items={placesOf(state)} chosen={chosen} context={context} />;
  }
  return <Lines lines={linesOf(state, context)} width={size.columns} theme={theme} rows={size.rows} />;
}

function Question<Value extends string>(props: {
  text: string;
  state: StateAt<'alias' | 'place'>;
  items: readonly ChoiceItem<Value>[];
  chosen: (value: Value) => void;
  context: Context;
}): ReactElement {
  const { text, state, items, chosen, context } = props;
  const { size, theme } = context;
  const lines: readonly Line[] = [[{ text: nameOf(state), bold: true }], [{ text }]];
  return (
    <Box flexDirection="column">
      <Lines lines={lines} width={size.columns} theme={theme} />
      <Choice key={state.at} items={items} width={size.columns} theme={theme} focused onChosen={chosen} />
    </Box>
  );
}

function nameOf({ choices }: StateAt<'alias' | 'place' | 'reason'>): string {
  return `Deploy ${choices.loaded.status.index.model} ${choices.version}`;
}

function placesOf({ choices }: StateAt<'place'>): readonly ChoiceItem<Place>[] {
  const { hub = '', visibility = 'private', license } = choices.publishing ?? {};
  const terms = [visibility, ...(license === undefined ? [] : [license])].join(', ');
  return [
    { value: 'hub', label: `${hub} on the hub (${terms})` },
    { value: 'nowhere', label: 'Nowhere' },
  ];
}

function linesOf(state: Exclude<State, StateAt<'alias' | 'place'>>, context: Context): readonly Line[] {
  const { size } = context;
  switch (state.at) {
    case 'loading':
      return [[toned('muted', 'Finding out what can be deployed')]];
    case 'reason':
      return linesOfReason(state, context);
    case 'planning':
      return [[toned('muted', 'Asking the registry and the hub what is there')]];
    case 'review':
      return linesInRoom(linesOfPlan(state, context), questionOf(state, context), state.scroll, size.rows);
    case 'carrying':
      return linesOfCarrying(state, context);
    case 'finished':
      return linesInRoom(linesOfReceipt(state, context), wayOn(state), state.scroll, size.rows);
    case 'failed':
      return [
        ...linesOfProblem(state.error, size.columns).slice(0, -1),
        [
          {
            text: isReasonRefused(state)
              ? 'Press enter to give another reason.'
              : 'Press enter to try again, esc to go back.',
            bold: true,
          },
        ],
      ];
    default:
      return state satisfies never;
  }
}

function linesOfReason(state: StateAt<'reason'>, { size }: Context): readonly Line[] {
  const { choices, alias, place, field } = state;
  const { model } = choices.loaded.status.index;
  const where =
    place === 'hub'
      ? `Published first as ${choices.publishing?.hub}.`
      : choices.publishing === undefined
        ? `Published nowhere: publish in the configuration names no repository for ${model}.`
        : 'Published nowhere.';
  return [
    [{ text: `${nameOf(state)} to ${alias}. Why?`, bold: true }],
    ...(state.gate === 'overridden' ? linesOfOverride(size.columns) : []),
    lineOfField('Reason: ', field, size.columns),
    ...wrapSegment(
      toned('muted', 'It goes on record. Name the incident if there is one, for example INC-42.'),
      size.columns,
    ),
    ...wrapSegment(toned('muted', where), size.columns),
  ];
}
