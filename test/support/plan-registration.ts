import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../src/core/plan/plan.ts';
import { prepareRegistration } from '../../src/core/session/prepare-change.ts';
import type { Session } from '../../src/core/session/session.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** Plans to register the next version of `rag`: a summary and a configuration, weights elsewhere. */
export async function planRegistration(session: Session): Promise<Plan> {
  const path = join(createTemporaryFolder(), 'summary.json');
  writeFileSync(path, '{"groundedness": 4.5}');
  return await prepareRegistration(session, {
    model: 'rag',
    version: undefined,
    weights: { at: 'elsewhere', text: 'hub/model' },
    evidence: [{ role: 'eval_summary', path }],
    configuration: { retriever: { top_k: 9 } },
    parent: undefined,
    notes: undefined,
    tags: [],
  });
}
