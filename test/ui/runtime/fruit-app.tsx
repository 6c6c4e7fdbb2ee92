import type { RegistryIdentity } from '../../../src/core/registry/registry-index.ts';
import type { ArmedConfirmation, ArmingMessage } from '../../../src/ui/components/armed-confirmation.ts';
import { reasonNotArmed, startArming, updateArming } from '../../../src/ui/components/armed-confirmation.ts';
import { Choice } from '../../../src/ui/components/choice.tsx';
import { lineOfField } from '../../../src/ui/components/field-line.ts';
import { Lines } from '../../../src/ui/components/line.tsx';
import { ListRows } from '../../../src/ui/components/list-rows.tsx';
import type { TextField } from '../../../src/ui/components/text-field.ts';
import { createTextField, textOf } from '../../../src/ui/components/text-field.ts';
import type { ListMove, WindowedList } from '../../../src/ui/components/windowed-list.ts';
import { createList, moveList, selectedRow } from '../../../src/ui/components/windowed-list.ts';
import type { AppDefinition } from '../../../src/ui/runtime/app-state.ts';
import type { Answers, Next, Operation } from '../../../src/ui/runtime/effect.ts';
import type { AppStart } from '../../../src/ui/runtime/reduce-app.ts';
import type { Context } from '../../../src/ui/runtime/screen.ts';
import { defineScreen, reasonNotToWrite } from '../../../src/ui/runtime/screen.ts';
import { createTheme } from '../../../src/ui/terminal/theme.ts';

/** A console of fruit, to test the runtime with: a list that loads, a detail, a wizard that writes. */
export type FruitOperations = {
  readonly loadFruit: Operation<{ readonly basket: string }, readonly string[], number>;
  readonly eatFruit: Operation<{ readonly fruit: string }, string>;
};

export type FruitRoute = BasketRoute | EatRoute;
export type BasketRoute = { readonly screen: 'basket'; readonly basket: string };
export type BasketState = {
  readonly basket: string;
  readonly all: readonly string[];
  readonly filter: string;
  readonly list: WindowedList;
  readonly loading: boolean;
  readonly problem: string | undefined;
};
export type BasketMessage =
  | Answers<FruitOperations, 'loadFruit'>
  | { readonly type: 'moved'; readonly move: ListMove }
  | { readonly type: 'filter-changed'; readonly text: string }
  | { readonly type: 'refresh-asked' }
  | { readonly type: 'fruit-opened' };

export const basketScreen = defineScreen<BasketState, BasketMessage, BasketRoute>({
  name: 'basket',
  title: route => route.basket,
  open: route => {
    const state = {
      basket: route.basket,
      all: [],
      filter: '',
      list: createList(0),
      loading: true,
      problem: undefined,
    };
    return [state, [{ run: 'loadFruit', input: { basket: route.basket } }]];
  },
  update: updateBasket,
  bindings: [
    {
      keys: ['enter'],
      label: 'Open',
      message: { type: 'fruit-opened' },
      disabled: state => (selectedRow(state.list) === undefined ? 'The basket is empty.' : undefined),
    },
    {
      keys: ['E'],
      label: 'Eat all',
      message: { type: 'refresh-asked' },
      disabled: (_, context) => reasonNotToWrite(context),
    },
  ],
  moved: move => ({ type: 'moved', move }),
  filter: { text: state => state.filter, changed: text => ({ type: 'filter-changed', text }) },
  refreshed: { type: 'refresh-asked' },
  shownAgain: { type: 'refresh-asked' },
  copies: state => shownFruit(state)[state.list.cursor],
  namesFor: (state, word, [basket]) => {
    if (word === 'FRUIT') return state.all;
    return word === 'SHELF' && basket === 'kitchen' ? ['top', 'bottom'] : [];
  },
  view: ({ state, context }) => {
    const fruit = shownFruit(state);
    return (
      <ListRows
        list={state.list}
        width={context.size.columns}
        height={context.size.rows}
        theme={context.theme}
        lineOf={row => [{ text: fruit[row] ?? '' }]}
        empty={[{ text: state.problem ?? (state.loading ? 'Loading' : 'No fruit.') }]}
      />
    );
  },
});

function updateBasket(
  state: BasketState,
  message: BasketMessage,
  context: Context,
): Next<BasketState, FruitOperations, FruitRoute> {
  switch (message.type) {
    case 'loadFruit/done':
      return [{ ...state, loading: false, all: message.value, list: createList(message.value.length) }, []];
    case 'loadFruit/failed':
      return [{ ...state, loading: false, problem: message.error.message }, []];
    case 'loadFruit/progress':
      return [state, [{ do: 'notice', notice: { tone: 'muted', text: `${message.progress} read` } }]];
    case 'moved':
      return [{ ...state, list: moveList(state.list, message.move, context.size.rows) }, []];
    case 'filter-changed': {
      const filtered = { ...state, filter: message.text };
      return [{ ...filtered, list: createList(shownFruit(filtered).length) }, []];
    }
    case 'refresh-asked':
      return [{ ...state, loading: true }, [{ run: 'loadFruit', input: { basket: state.basket } }]];
    case 'fruit-opened': {
      const fruit = shownFruit(state)[state.list.cursor];
      return [state, fruit === undefined ? [] : [{ do: 'openRoute', route: { screen: 'eat', fruit } }]];
    }
  }
}

function shownFruit(state: BasketState): readonly string[] {
  return state.all.filter(fruit => fruit.includes(state.filter));
}

export type EatRoute = { readonly screen: 'eat'; readonly fruit: string };
export type EatState =
  | { readonly at: 'reason'; readonly fruit: string; readonly field: TextField }
  | {
      readonly at: 'confirm';
      readonly fruit: string;
      readonly reason: string;
      readonly arming: ArmedConfirmation;
    }
  | { readonly at: 'how'; readonly fruit: string }
  | { readonly at: 'eaten'; readonly fruit: string };
export type EatMessage =
  | Answers<FruitOperations, 'eatFruit'>
  | ArmingMessage
  | { readonly type: 'reason-edited'; readonly field: TextField }
  | { readonly type: 'reason-given' }
  | { readonly type: 'confirmed' }
  | { readonly type: 'how-chosen'; readonly how: string };

export const eatScreen = defineScreen<EatState, EatMessage, EatRoute>({
  name: 'eat',
  title: route => `eat ${route.fruit}`,
  open: route => [{ at: 'reason', fruit: route.fruit, field: createTextField() }, []],
  update: (state, message): Next<EatState, FruitOperations, FruitRoute> => {
    switch (message.type) {
      case 'reason-edited':
        return state.at === 'reason' ? [{ ...state, field: message.field }, []] : [state, []];
      case 'reason-given': {
        if (state.at !== 'reason') return [state, []];
        const [arming, effects] = startArming(1);
        return [{ at: 'confirm', fruit: state.fruit, reason: textOf(state.field), arming }, effects];
      }
      case 'cursor-reported':
      case 'confirmation-armed': {
        if (state.at !== 'confirm') return [state, []];
        const [arming, effects] = updateArming(state.arming, message);
        return [{ ...state, arming }, effects];
      }
      case 'confirmed':
        return [{ at: 'how', fruit: state.fruit }, []];
      case 'how-chosen':
        return [
          { at: 'eaten', fruit: `${state.fruit} ${message.how}` },
          [{ run: 'eatFruit', input: { fruit: state.fruit } }],
        ];
      case 'eatFruit/done':
      case 'eatFruit/failed':
      case 'eatFruit/progress':
        return [state, []];
    }
  },
  bindings: [
    {
      keys: ['enter'],
      label: 'Next',
      message: { type: 'reason-given' },
      hidden: state => state.at !== 'reason',
      disabled: state => (state.at === 'reason' && textOf(state.field) === '' ? 'Give a reason.' : undefined),
    },
    {
      keys: ['y'],
      label: 'Eat it',
      message: { type: 'confirmed' },
      confirms: true,
      hidden: state => state.at !== 'confirm',
      disabled: state => (state.at === 'confirm' ? reasonNotArmed(state.arming) : undefined),
    },
  ],
  focus: state => {
    if (state.at === 'reason')
      return { on: 'field', field: state.field, edited: field => ({ type: 'reason-edited', field }) };
    return state.at === 'how' ? { on: 'select' } : { on: 'keys' };
  },
  view: ({ state, context, send }) => {
    const { theme, size } = context;
    if (state.at === 'how') {
      return (
        <Choice
          items={[
            { value: 'raw', label: 'Raw' },
            { value: 'cooked', label: 'Cooked' },
          ]}
          width={size.columns}
          theme={theme}
          focused
          onChosen={how => send({ type: 'how-chosen', how })}
        />
      );
    }
    const line =
      state.at === 'reason' ? lineOfField('Reason: ', state.field, size.columns) : [{ text: state.at }];
    return <Lines lines={[line]} width={size.columns} theme={theme} />;
  },
});

export const fruitApp: AppDefinition = {
  name: 'lastgood',
  screens: [basketScreen, eatScreen],
  verbs: [
    {
      name: 'eat',
      words: ['FRUIT'],
      label: 'Eat a fruit',
      open: ([fruit = '']) => ({ route: { screen: 'eat', fruit } }),
    },
    {
      name: 'basket',
      words: ['BASKET', '[SHELF]'],
      label: 'Open a basket',
      open: ([basket = '']) =>
        basket === 'none' ? { problem: 'There is no such basket.' } : { route: { screen: 'basket', basket } },
    },
  ],
  home: { screen: 'basket', basket: 'kitchen' },
};

const registry: RegistryIdentity = { name: 'prod-eu', kind: 'directory', place: '/srv/models_registry' };

export const fruitStart: AppStart = {
  size: { columns: 80, rows: 24 },
  now: '2026-11-21T08:45:00.000Z',
  surroundings: {
    registry,
    registryWords: [],
    capabilities: {
      compareAndSwap: true,
      history: true,
      stages: false,
      aliases: true,
      artifacts: true,
      register: true,
      lineage: true,
    },
    actor: 'alice@example.org',
    writes: { at: 'allowed' },
    condition: undefined,
    source: undefined,
    theme: createTheme('dark', 'unicode'),
  },
};
