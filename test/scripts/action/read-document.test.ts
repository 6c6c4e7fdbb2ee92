import { describe, expect, it } from 'vitest';
import { readDocument, readLive } from '../../../scripts/action/read-document.ts';

const read = (value: unknown) => readDocument({ exitCode: 0, out: JSON.stringify(value) });

describe('what a job learns from a document', () => {
  it('of a receipt: outcome, steps, problem', () => {
    const step = { kind: 'set-pointer', target: 'latest', expected: 'v3', value: 'v2', state: 'done' };
    const problem = { code: 'moved-meanwhile', message: 'Anna moved it.', hint: 'Look again.' };
    expect(read({ outcome: 'partial', title: 'T', steps: [step], problem, undo: null })).toMatchObject({
      ...{ outcome: 'partial', title: 'T', undo: undefined },
      ...{
        steps: [{ text: 'latest: v3 to v2', state: 'done' }],
        problem: 'moved-meanwhile: Anna moved it. Look again.',
      },
    });
  });

  it('of a registration: the version, and how the last of its receipts ended', () => {
    const registration = { outcome: 'applied', version: 'v4', title: 'Register', steps: [] };
    const facts = read({
      registration,
      gate: null,
      promotion: { outcome: 'refused', title: 'Promote', version: null },
    });
    expect(facts).toMatchObject({ version: 'v4', outcome: 'refused', title: 'Register; Promote' });
  });

  it('of a deployment: its links, and how it goes on', () => {
    const links = [
      { kind: 'gate', target: 'rag', state: 'done', detail: 'PASS by rag' },
      { kind: 'publish', target: 'acme/rag', state: 'failed', detail: null },
      { kind: 'promote', target: 'latest', state: 'waiting', detail: null },
    ];
    expect(read({ outcome: 'partial', links, resume: 'lastgood deploy --resume 1' })).toMatchObject({
      resume: 'lastgood deploy --resume 1',
      verdict: 'PASS',
      steps: [
        { text: 'gate: rag: PASS by rag', state: 'done' },
        { text: 'publish: acme/rag', state: 'failed' },
        { text: 'promote: latest', state: 'planned' },
      ],
    });
  });

  it.each([
    ['no policy is bound', undefined],
    ['FAIL by rag, overridden', 'FAIL'],
    [null, undefined],
  ])('of a deployment whose gate says %j: the verdict %j', (detail, verdict) => {
    expect(read({ links: [{ kind: 'gate', target: 'rag', state: 'done', detail }] }).verdict).toBe(verdict);
  });

  it('of what is no document: nothing', () => {
    for (const out of ['', '{ torn', '[]', 'null', '"x"'])
      expect(readDocument({ exitCode: 1, out })).toMatchObject({
        outcome: undefined,
        steps: [],
        problem: undefined,
      });
  });

  it('what is live, or nothing where that failed', () => {
    expect(readLive({ exitCode: 0, out: '{"version":"v2"}' })).toBe('v2');
    expect(readLive({ exitCode: 0, out: '{"version":null}' })).toBe('');
    expect(readLive({ exitCode: 8, out: '{"version":"v2"}' })).toBe('');
  });
});
