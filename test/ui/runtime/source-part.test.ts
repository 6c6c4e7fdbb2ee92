import { describe, expect, test } from 'vitest';
import type { SourceFacts } from '../../../src/core/session/source-facts.ts';
import { textOfLine } from '../../../src/ui/components/line.tsx';
import { displayWidth } from '../../../src/ui/format/display-width.ts';
import { lineOfHeader } from '../../../src/ui/runtime/chrome/header.ts';
import {
  behindServer,
  forkedMirror,
  inBucket,
  sameOnBothSides,
  withProblem,
} from '../../support/sample-mirror.ts';
import { fruitStart } from './fruit-app.tsx';

const { now } = fruitStart;
const seenAt = '2026-11-21T08:33:00.000Z';
const login = { ...withProblem('login-required', 'Log in.'), seenAt };
const offline = { ...withProblem('network-failed', 'Wait.'), seenAt };

function headerOf(source: SourceFacts, columns: number, outOfReachAt?: string): string {
  const surroundings = { ...fruitStart.surroundings, source };
  const readAt = '2026-11-21T08:44:57.000Z';
  return textOfLine(lineOfHeader({ appName: 'lastgood', surroundings, readAt, outOfReachAt, now }, columns));
}

describe('the header of a registry in a bucket', () => {
  test.each([
    ['how old what is shown is', sameOnBothSides, 'mirror just now', 'mirror now'],
    ['how old it is in minutes', { ...sameOnBothSides, seenAt }, 'mirror 12m ago', 'mirror 12m'],
    [
      'that the bucket is being read',
      { ...sameOnBothSides, seenAt, isRefreshing: true },
      'mirror 12m ago, refreshing',
      'mirror 12m, refreshing',
    ],
    [
      'that it is read for the first time',
      { ...sameOnBothSides, seenAt: undefined, isRefreshing: true },
      'mirror refreshing',
      'mirror refreshing',
    ],
    [
      'that it is read for the first time since the console was opened',
      { ...sameOnBothSides, seenAt, isRead: false, isRefreshing: true },
      'mirror refreshing, seen 12m ago',
      'mirror refreshing',
    ],
    [
      'nothing of now before it was read',
      { ...sameOnBothSides, isRead: false, isRefreshing: true },
      'mirror refreshing',
      'mirror refreshing',
    ],
    ['that it cannot be reached, and since when', offline, 'OFFLINE, seen 12m ago', 'OFFLINE 12m'],
    ['that the login has expired', login, 'LOGIN EXPIRED, seen 12m ago', 'LOGIN EXPIRED 12m'],
    ['that it was never seen', { ...offline, seenAt: undefined }, 'OFFLINE, never seen', 'OFFLINE -'],
    ['that two histories are forked', forkedMirror, 'mirror DIFFERS, just now', 'mirror DIFFERS now'],
  ])('says %s', (_, mirror, roomy, narrow) => {
    expect(headerOf(inBucket(mirror), 140).trimEnd().endsWith(` · ${roomy}`)).toBe(true);
    expect(headerOf(inBucket(mirror), 90).trimEnd().endsWith(`  ${narrow}`)).toBe(true);
  });

  test('says READ-ONLY once the bucket has forbidden a write', () => {
    const writeProblem = { message: 'The login may not write.', hint: 'Ask for the role.' };
    expect(headerOf(inBucket(sameOnBothSides), 140)).toContain(' WRITE ');
    expect(headerOf(inBucket({ ...sameOnBothSides, writeProblem }), 140)).toContain(' READ-ONLY ');
  });

  test('says what is wrong whole at 60 columns', () => {
    for (const [mirror, word] of [
      [login, 'LOGIN EXPIRED'],
      [offline, 'OFFLINE'],
      [forkedMirror, 'mirror DIFFERS'],
    ] as const) {
      const line = headerOf(inBucket(mirror), 60);
      expect(line).toContain(word);
      expect(displayWidth(line)).toBeLessThanOrEqual(60);
    }
  });

  test('says that the copy cannot be read beside the state of the bucket', () => {
    const line = headerOf(inBucket(offline), 140, '2026-11-21T08:45:00.000Z');
    expect(line).toContain('CANNOT BE READ, read just now · OFFLINE, seen 12m ago');
  });
});

describe('the header of a registry behind a server', () => {
  const problem = { code: 'network-failed', message: 'No answer.', hint: 'Wait.' } as const;

  test.each([
    ['how old what is shown is', { seenAt: '2026-11-21T08:42:00.000Z' }, 'server 3m ago', 'server 3m'],
    ['that it is being read', { seenAt, isRefreshing: true }, 'server 12m ago, refreshing', 'server 12m'],
    ['that it was not read yet', { seenAt: undefined, isRead: false }, 'server not read', 'server not read'],
    ['that it does not answer', { seenAt, problem }, 'OFFLINE, seen 12m ago', 'OFFLINE 12m'],
  ])('says %s', (_, changes, roomy, narrow) => {
    expect(headerOf(behindServer(changes), 140).trimEnd().endsWith(` · ${roomy}`)).toBe(true);
    expect(headerOf(behindServer(changes), 80)).toContain(`  ${narrow}`);
  });

  test('says that moves are made by best effort, where there is room for it', () => {
    const start = fruitStart.surroundings;
    const capabilities = { ...start.capabilities, compareAndSwap: false };
    const surroundings = { ...start, source: behindServer(), capabilities };
    const facts = { appName: 'lastgood', surroundings, readAt: undefined, outOfReachAt: undefined, now };
    expect(textOfLine(lineOfHeader(facts, 120))).toContain(' · best effort');
    expect(textOfLine(lineOfHeader(facts, 80))).not.toContain('best effort');
    expect(headerOf(behindServer(), 120)).not.toContain('best effort');
  });
});
