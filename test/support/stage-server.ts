import type { EntryDraft } from '../../src/core/history/entry-draft.ts';
import { confirmPlan, type Plan } from '../../src/core/plan/plan.ts';
import type { Planning } from '../../src/core/plan/planning.ts';
import type { StoredEntry } from '../../src/core/ports/history-log.ts';
import { record, serverPlanning } from './server-status.ts';

/** Where a version stands on a server with stages. */
export type Stage = 'None' | 'Staging' | 'Production' | 'Archived';

/** A server with stages as far as plans see it: it does what MLflow's `transition-stage` does, and keeps what was appended. */
export class StageServer {
  readonly count: number;
  readonly stages: Map<string, Stage>;
  entries: readonly StoredEntry[] = [];

  constructor(count: number) {
    this.count = count;
    this.stages = new Map(Array.from({ length: count }, (_, at) => [`v${at + 1}`, 'None'] as const));
  }

  /** Versions in a stage, oldest first. */
  in(stage: Stage): readonly string[] {
    return [...this.stages].flatMap(([version, at]) => (at === stage ? [version] : []));
  }

  planning(): Planning {
    return serverPlanning({
      count: this.count,
      stages: {
        Production: this.in('Production'),
        Staging: this.in('Staging'),
        Archived: this.in('Archived'),
      },
      entries: this.entries,
    });
  }

  /** Does what a plan says, one entry after the other. False when it is blocked or changes nothing. */
  apply(plan: Plan): boolean {
    if (!plan.changes || confirmPlan(plan) === undefined) return false;
    for (const draft of plan.drafts) {
      this.entries = record(this.entries, [draft], plan.operationId);
      if (draft.action !== 'adopt') this.#move(draft);
      for (const fact of draft.facts)
        if (fact.kind === 'state' && fact.to === 'archived') this.stages.set(fact.version, 'Archived');
    }
    return true;
  }

  #move({ moves }: EntryDraft): void {
    for (const { alias, from, to } of moves) {
      const stage = alias === 'Production' ? 'Production' : 'Staging';
      if (to === null && from !== null && this.stages.get(from) === stage) this.stages.set(from, 'None');
      if (to === null) continue;
      for (const version of this.in(stage)) if (version !== to) this.stages.set(version, 'Archived');
      this.stages.set(to, stage);
    }
  }
}
