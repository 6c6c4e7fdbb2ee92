import { Box, Text, useWindowSize } from 'ink';
import SelectInput from 'ink-select-input';
import { afterEach, describe, expect, test } from 'vitest';
import { type MountedInk, mountInk } from '../../../src/ui/runtime/mount-ink.tsx';
import type { Key } from '../../../src/ui/terminal/key.ts';
import { eventually } from '../../support/eventually.ts';

const size = { columns: 20, rows: 4 };
const mounted: MountedInk[] = [];

function mount(element: React.ReactElement) {
  const frames: string[] = [];
  const failures: unknown[] = [];
  const ink = mountInk(
    element,
    size,
    frame => frames.push(frame),
    failure => failures.push(failure),
  );
  mounted.push(ink);
  return { ink, frames, failures, lines: () => (frames.at(-1) ?? '').split('\n') };
}

const key = (name: string, text?: string): Key => ({ name, text, coalesced: false });

afterEach(() => {
  for (const ink of mounted.splice(0)) ink.unmount();
});

describe('frames', () => {
  test('have exactly as many rows as the terminal', async () => {
    const { lines } = mount(<Text>one</Text>);
    await eventually(() => expect(lines()).toEqual(['one', '', '', '']));
  });

  test('are cut where the view is too tall or too wide', async () => {
    const { lines } = mount(
      <Box flexDirection="column" flexShrink={0}>
        {['a', 'b', 'c', 'd', 'e', 'f'].map(letter => (
          <Box key={letter} flexShrink={0} width={30}>
            <Text>{letter.repeat(30)}</Text>
          </Box>
        ))}
      </Box>,
    );
    await eventually(() => expect(lines()).toEqual(['a', 'b', 'c', 'd'].map(letter => letter.repeat(20))));
  });

  test('of several updates in one tick are one, the last', async () => {
    const { ink, frames, lines } = mount(<Text>first</Text>);
    await eventually(() => expect(lines()[0]).toBe('first'));
    const before = frames.length;
    for (const word of ['a', 'b', 'c']) ink.update(<Text>{word}</Text>);
    await eventually(() => expect(lines()[0]).toBe('c'));
    expect(frames.length).toBe(before + 1);
  });

  test('come before the tick is over', async () => {
    const { ink, lines } = mount(<Text>first</Text>);
    ink.update(<Text>second</Text>);
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    expect(lines()[0]).toBe('second');
  });

  test('follow the size', async () => {
    const Size = () => <Text>{JSON.stringify(useWindowSize())}</Text>;
    const { ink, lines } = mount(<Size />);
    ink.resize({ columns: 40, rows: 2 });
    await eventually(() => expect(lines()).toEqual(['{"columns":40,"rows":2}', '']));
  });

  test('stop with unmount', async () => {
    const { ink, frames, lines } = mount(<Text>first</Text>);
    await eventually(() => expect(lines()[0]).toBe('first'));
    const before = frames.length;
    ink.update(<Text>second</Text>);
    ink.unmount();
    await new Promise(resolve => setImmediate(resolve));
    expect(frames.length).toBe(before);
  });
});

describe('keys', () => {
  const items = ['apple', 'pear', 'plum'].map(label => ({ label, value: label }));

  test('move an ink-select-input one by one, however many come in one tick', async () => {
    const chosen: string[] = [];
    const { ink, lines } = mount(<SelectInput items={items} onSelect={item => chosen.push(item.value)} />);
    ink.pressKey(key('j', 'j'));
    ink.pressKey(key('down'));
    ink.pressKey(key('enter'));
    expect(chosen).toEqual(['plum']);
    ink.pressKey(key('up'));
    ink.pressKey(key('enter'));
    expect(chosen).toEqual(['plum', 'pear']);
    await eventually(() => expect(lines()[1]).toContain('❯ pear'));
  });

  test('reach a component that appears in the same tick', () => {
    const chosen: string[] = [];
    const { ink } = mount(<Text>before</Text>);
    ink.update(<SelectInput items={items} onSelect={item => chosen.push(item.value)} />);
    ink.pressKey(key('down'));
    ink.pressKey(key('enter'));
    expect(chosen).toEqual(['pear']);
  });

  test('that no component wants change nothing', async () => {
    const { ink, frames, lines } = mount(<Text>still</Text>);
    await eventually(() => expect(lines()[0]).toBe('still'));
    const before = frames.length;
    ink.pressKey(key('escape'));
    ink.pressKey(key('f1'));
    await new Promise(resolve => setImmediate(resolve));
    expect(frames.length).toBe(before);
  });
});

test('a view that throws is told, and ends the mount', async () => {
  const Broken = () => {
    throw new Error('broken view');
  };
  const { ink, failures } = mount(<Text>fine</Text>);
  ink.update(<Broken />);
  await eventually(() => expect(failures).toEqual([new Error('broken view')]));
  ink.update(<Text>too late</Text>);
});
