import { Box, Text } from 'ink';
import SelectInput from 'ink-select-input';
import { cutText } from '../format/fit-text.ts';
import type { Theme } from '../terminal/theme.ts';

/** One of a few fixed answers. */
export type ChoiceItem<Value extends string> = { readonly value: Value; readonly label: string };

/** Answers a choice may have; more belong in a windowed list. */
const maxChoices = 5;

/**
 * At most five fixed answers to choose from. Its keys come from Ink: a screen that shows one has the focus
 * `{ on: 'select' }` meanwhile, and only one may be focused at a time. Answers beyond the limit are not shown.
 */
export function Choice<Value extends string>(props: {
  items: readonly ChoiceItem<Value>[];
  width: number;
  theme: Theme;
  focused: boolean;
  onChosen: (value: Value) => void;
  initial?: Value;
}) {
  const { items, width, theme, focused, onChosen, initial } = props;
  const shown = items.slice(0, maxChoices).map(item => ({ value: item.value, label: item.label }));
  return (
    <SelectInput
      items={shown}
      isFocused={focused}
      initialIndex={Math.max(
        0,
        shown.findIndex(item => item.value === initial),
      )}
      onSelect={item => onChosen(item.value)}
      indicatorComponent={({ isSelected = false }) => (
        <Box flexShrink={0}>
          <Text {...(theme.colours.accent ? { color: theme.colours.accent } : {})} bold>
            {isSelected ? `${theme.symbols.marker} ` : '  '}
          </Text>
        </Box>
      )}
      itemComponent={({ isSelected = false, label }) => (
        <Text bold={isSelected} wrap="truncate">
          {cutText(label, width - 2, theme.symbols.ellipsis)}
        </Text>
      )}
    />
  );
}
