import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findHead } from '../../../src/core/apply/append-drafts.ts';
import { verifyChain } from '../../../src/core/history/chain.ts';
import { placeDraft } from '../../../src/core/history/entry-draft.ts';
import { foldHistory } from '../../../src/core/history/fold-history.ts';
import { confirmPlan, type Plan } from '../../../src/core/plan/plan.ts';
import { planHold, planRelease } from '../../../src/core/plan/plan-hold.ts';
import { planPromotion, ungated } from '../../../src/core/plan/plan-promotion.ts';
import { planRollback } from '../../../src/core/plan/plan-rollback.ts';
import { planState } from '../../../src/core/plan/plan-state.ts';
import { findUndoable, planUndo } from '../../../src/core/plan/plan-undo.ts';
import type { Planning } from '../../../src/core/plan/planning.ts';
import type { StoredEntry } from '../../../src/core/ports/history-log.ts';
import { judgeModel } from '../../../src/core/registry/model-status.ts';
import { emptyModel, type RegistryIndex } from '../../../src/core/registry/registry-index.ts';
import type { Version } from '../../../src/core/registry/version.ts';
import { choosePrevious } from '../../../src/core/rollback/choose-target.ts';
import { rankRollbackTargets } from '../../../src/core/rollback/rank-targets.ts';
import { allCapabilities } from '../../support/capabilities.ts';
import { sha256OfText, store } from '../../support/sample-entries.ts';

const names = ['v1', 'v2', 'v3', 'v4', 'v5'] as const;
const alias = 'latest';

type Act =
  | { readonly act: 'promote' | 'rollback' | 'hold' | 'release' | 'archive'; readonly version: string }
  | { readonly act: 'previous' | 'undo' };

const version = fc.constantFrom(...names);
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ act: fc.constantFrom('promote' as const, 'rollback' as const), version }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      act: fc.constantFrom('hold' as const, 'release' as const, 'archive' as const),
      version,
    }),
  },
  { weight: 4, arbitrary: fc.record({ act: fc.constantFrom('previous' as const, 'undo' as const) }) },
);
const anyActs = fc.array(anyAct, { maxLength: 30 });

/** A model with five whole versions and nothing live, and so much history. */
function planningAfter(entries: readonly StoredEntry[]): Planning {
  const versions = names.map(name => ({ version: name, whole: 'complete' as const }));
  const model = { ...emptyModel('rag'), versions, entries };
  const index: RegistryIndex = {
    kind: 'directory',
    adoption: 'adopted',
    models: [model],
    strangers: [],
    sharedProblems: [],
    operations: [],
    readAt: '2026-11-21T03:00:00.000Z',
  };
  return {
    index,
    status: judgeModel(model, index, sha256OfText),
    reader: {
      identity: { name: 'test', kind: 'directory', place: '/' },
      capabilities: allCapabilities,
      describeProjections: () => [],
      describeRegistration: () => [],
    },
    actor: 'anna',
    operationId: `operation-${entries.length + 1}`,
    protection: { protectedAliases: [], registryPrefix: undefined },
    now: '2026-11-21T03:00:00.000Z',
  };
}

function recordOf(name: string): Version {
  const record = {
    model: 'rag',
    version: name,
    createdAt: undefined,
    metrics: {},
    configuration: {},
    artifacts: [],
    parent: undefined,
    notes: undefined,
    tags: [],
    particulars: [],
    oddities: [],
  };
  return { model: 'rag', version: name, whole: 'complete', record };
}

function planAct(planning: Planning, act: Act): Plan | undefined {
  const reason = 'INC-1';
  const rollBackTo = (name: string): Plan => {
    const target = rankRollbackTargets(
      planning.status,
      alias,
      names.map(recordOf),
      new Map(),
      planning.now,
    ).find(candidate => candidate.version === name);
    return planRollback(planning, { alias, target, reason, holdLeft: 'hold' });
  };
  switch (act.act) {
    case 'promote':
      return planPromotion(planning, {
        alias,
        version: recordOf(act.version),
        reason,
        gate: ungated,
        digest: 'verified',
      });
    case 'rollback':
      return rollBackTo(act.version);
    case 'hold':
      return planHold(planning, { version: act.version, reason });
    case 'release':
      return planRelease(planning, { version: act.version, reason });
    case 'archive':
      return planState(planning, { version: act.version, to: 'archived', reason });
    case 'previous': {
      const previous = choosePrevious(planning.status, alias);
      return previous && rollBackTo(previous.version);
    }
    case 'undo': {
      const operation = findUndoable(planning);
      return operation && planUndo(planning, { operation, reason });
    }
    default:
      return act satisfies never;
  }
}

/** Appends what a plan says, as applying it does. Undefined when it is blocked or changes nothing. */
function append(
  entries: readonly StoredEntry[],
  planning: Planning,
  plan: Plan | undefined,
): readonly StoredEntry[] | undefined {
  if (plan === undefined || !plan.changes || confirmPlan(plan) === undefined) return undefined;
  const origin = { model: 'rag', operationId: planning.operationId, actor: 'anna', tool: 'test' };
  const chain = [...entries];
  for (const draft of plan.drafts)
    chain.push(store(placeDraft(draft, origin, findHead(chain), planning.now)));
  return chain;
}

/** What people would keep on paper: where the alias is, what is held, what is archived. */
type Paper = {
  readonly live: string | null;
  readonly held: readonly string[];
  readonly archived: readonly string[];
};

function paperOf(entries: readonly StoredEntry[]): Paper {
  const history = foldHistory(entries);
  return {
    live: history.aliases.get(alias)?.version ?? null,
    held: [...history.versionHolds.keys()].sort(),
    archived: [...history.states].flatMap(([name, state]) => (state === 'archived' ? [name] : [])).sort(),
  };
}

/** The reference: what each act does on paper, or undefined when it is refused or changes nothing. Undo is not on it. */
function writeOnPaper(paper: Paper, act: Act, wasLive: ReadonlySet<string>): Paper | undefined {
  switch (act.act) {
    case 'promote':
      return paper.live === act.version ||
        paper.held.includes(act.version) ||
        paper.archived.includes(act.version)
        ? undefined
        : { ...paper, live: act.version };
    case 'rollback': {
      const { live } = paper;
      const isNewer = live !== null && act.version > live && !wasLive.has(act.version);
      const refused = paper.held.includes(act.version) || paper.archived.includes(act.version) || isNewer;
      if (live === null || live === act.version || refused) return undefined;
      return { ...paper, live: act.version, held: [...new Set([...paper.held, live])].sort() };
    }
    case 'hold':
      return paper.held.includes(act.version)
        ? undefined
        : { ...paper, held: [...paper.held, act.version].sort() };
    case 'release':
      return paper.held.includes(act.version)
        ? { ...paper, held: paper.held.filter(name => name !== act.version) }
        : undefined;
    case 'archive':
      return paper.live === act.version ||
        paper.held.includes(act.version) ||
        paper.archived.includes(act.version)
        ? undefined
        : { ...paper, archived: [...paper.archived, act.version].sort() };
    case 'previous':
    case 'undo':
      return undefined;
    default:
      return act satisfies never;
  }
}

/** Carries out acts one after the other and hands each step to a check. */
function replay(
  acts: readonly Act[],
  check: (step: {
    readonly act: Act;
    readonly before: readonly StoredEntry[];
    readonly after: readonly StoredEntry[] | undefined;
  }) => void,
): readonly StoredEntry[] {
  let entries: readonly StoredEntry[] = [];
  for (const act of acts) {
    const planning = planningAfter(entries);
    const after = append(entries, planning, planAct(planning, act));
    check({ act, before: entries, after });
    entries = after ?? entries;
  }
  return entries;
}

test('every act does what it does on paper, and nothing where it is refused', () => {
  fc.assert(
    fc.property(anyActs, acts => {
      replay(acts, ({ act, before, after }) => {
        if (act.act === 'undo' || act.act === 'previous') return;
        const wasLive = new Set(foldHistory(before).spans.map(span => span.version));
        expect(after && paperOf(after)).toEqual(writeOnPaper(paperOf(before), act, wasLive));
      });
    }),
    { numRuns: 300 },
  );
});

test('undoing what was just done restores aliases and holds', () => {
  fc.assert(
    fc.property(anyActs, anyAct, (acts, last) => {
      const before = replay(acts, () => undefined);
      const planning = planningAfter(before);
      const plan = planAct(planning, last);
      const after = append(before, planning, plan);
      if (after === undefined || last.act === 'undo' || last.act === 'archive') return;
      const [operation] = after.slice(before.length).map(({ entry }) => entry);
      if (operation === undefined) throw new Error('nothing was appended');
      const undoing = planningAfter(after);
      const undo = planUndo(undoing, { operation, reason: '' });
      const from = operation.moves[0]?.from;
      const paper = paperOf(before);
      if (from && (paper.archived.includes(from) || paper.held.includes(from))) {
        expect(confirmPlan(undo), 'what is held or archived does not become live by the way').toBeUndefined();
        return;
      }
      expect(paperOf(append(after, undoing, undo) ?? [])).toEqual(paper);
    }),
    { numRuns: 300 },
  );
});

test('what is recorded stays: every history begins with the one before it, and is intact', () => {
  fc.assert(
    fc.property(anyActs, acts => {
      const papers: Paper[] = [];
      const entries = replay(acts, ({ before, after }) => {
        if (after === undefined) return;
        expect(after.slice(0, before.length)).toEqual(before);
        papers.push(paperOf(after));
      });
      expect(verifyChain(entries, [], undefined, sha256OfText).verdict).toBe('intact');
      expect(entries.map((_, index) => paperOf(entries.slice(0, index + 1)))).toEqual(papers);
    }),
    { numRuns: 200 },
  );
});

test('the previous version is never one whose last time was rolled back, nor the one that is live', () => {
  fc.assert(
    fc.property(anyActs, acts => {
      const entries = replay(acts, () => undefined);
      const { status } = planningAfter(entries);
      const previous = choosePrevious(status, alias)?.version;
      if (previous === undefined) return;
      expect(previous).not.toBe(paperOf(entries).live);
      // Told from the entries alone: the last entry that took the alias off it, and whether that still stands.
      const left = entries.findLast(({ entry }) => entry.moves.some(move => move.from === previous))?.entry;
      const isUndone = entries.some(({ entry }) => entry.reverts === left?.operationId);
      expect(left?.action === 'rollback' && !isUndone).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('going to the previous version again and again never comes back to where it has been', () => {
  fc.assert(
    fc.property(fc.array(version, { minLength: 2, maxLength: 8 }), promoted => {
      let entries = replay(
        promoted.map(name => ({ act: 'promote', version: name }) as const),
        () => undefined,
      );
      const seen = [paperOf(entries).live];
      for (;;) {
        const planning = planningAfter(entries);
        const after = append(entries, planning, planAct(planning, { act: 'previous' }));
        if (after === undefined) break;
        entries = after;
        const { live } = paperOf(entries);
        expect(seen).not.toContain(live);
        seen.push(live);
      }
    }),
    { numRuns: 200 },
  );
});
