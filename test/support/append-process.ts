import { openFileHistory } from './file-history.ts';
import { sampleEntry } from './sample-entries.ts';

/**
 * A writer in a process of its own: `append-process.ts ROOT NAME COUNT` appends COUNT entries to the model `rag`, trying the
 * next generation each time it loses one, and prints how often it lost as JSON.
 */
const [root = '', name = '', count = '0'] = process.argv.slice(2);
const log = openFileHistory(root);
let lost = 0;
let head = { generation: 0, digest: null as string | null };

for (let appended = 0; appended < Number(count); ) {
  const next = sampleEntry(head.generation + 1, {
    previousDigest: head.digest,
    operationId: `${name}-${appended}`,
    actor: name,
  });
  const outcome = await log.appendEntry(next);
  if (outcome.outcome === 'taken') {
    lost += 1;
    const stored = (await log.readHistory('rag')).entries.at(-1);
    head = { generation: stored?.entry.generation ?? 0, digest: stored?.digest ?? null };
  } else {
    appended += 1;
    head = { generation: next.generation, digest: outcome.digest };
  }
}
process.stdout.write(JSON.stringify({ lost }));
