import { render } from 'ink-testing-library';
import { expect, test } from 'vitest';
import { Choice } from '../../../src/ui/components/choice.tsx';
import { createTheme } from '../../../src/ui/terminal/theme.ts';
import { eventually } from '../../support/eventually.ts';

const theme = createTheme('dark', 'unicode');
const items = [
  { value: 'previous', label: 'The version live before' },
  { value: 'last-good', label: 'The last good version' },
  { value: 'other', label: 'Another version' },
] as const;

function mount(onChosen: (value: string) => void, focused = true) {
  return render(
    <Choice
      items={items}
      width={40}
      theme={theme}
      focused={focused}
      initial="last-good"
      onChosen={onChosen}
    />,
  );
}

test('the marker stands before the preselected answer', () => {
  const { lastFrame, unmount } = mount(() => undefined);
  expect(lastFrame()?.split('\n')).toEqual([
    '  The version live before',
    '> The last good version',
    '  Another version',
  ]);
  unmount();
});

test('j moves and enter chooses', async () => {
  const chosen: string[] = [];
  const { stdin, lastFrame, unmount } = mount(value => chosen.push(value));
  await eventually(() => expect(stdin.listenerCount('readable')).toBeGreaterThan(0));
  stdin.write('j');
  await eventually(() => expect(lastFrame()).toContain('> Another version'));
  stdin.write('\r');
  await eventually(() => expect(chosen).toEqual(['other']));
  unmount();
});

test('an unfocused choice takes no keys', async () => {
  const chosen: string[] = [];
  const { stdin, lastFrame, unmount } = mount(value => chosen.push(value), false);
  const before = lastFrame();
  stdin.write('j');
  stdin.write('\r');
  await new Promise(resolve => setImmediate(resolve));
  expect([lastFrame(), chosen]).toEqual([before, []]);
  unmount();
});

test('long and wide labels are cut to the width, and only five answers are shown', () => {
  const many = Array.from({ length: 8 }, (_, place) => ({
    value: `v${place}`,
    label: `${place} 本番のモデルを前の版に戻す`,
  }));
  const { lastFrame, unmount } = render(
    <Choice items={many} width={14} theme={theme} focused onChosen={() => undefined} />,
  );
  const lines = lastFrame()?.split('\n') ?? [];
  expect(lines).toHaveLength(5);
  expect(lines[0]).toBe('> 0 本番のモ…');
  unmount();
});
