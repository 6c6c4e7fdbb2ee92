import { ConflictError } from '../errors/app-error.ts';
import type { EntryDraft, EntryOrigin } from '../history/entry-draft.ts';
import type { ModelHistory } from '../history/model-history.ts';
import { findUnkeepableName } from '../history/unkeepable-name.ts';
import { findHistoryProblem } from '../registry/history-problem.ts';
import { judgeModels, type ModelStatus } from '../registry/model-status.ts';
import type { RegistryIndex } from '../registry/registry-index.ts';
import { appendAfter, findHead } from './append-drafts.ts';
import type { ApplyEnvironment } from './apply-environment.ts';
import { loadState } from './load-state.ts';

/** How often the adoption is judged anew because somebody else wrote first. */
const maxAttempts = 50;

type AdoptionEnvironment = Pick<ApplyEnvironment, 'registry' | 'sha256' | 'now'>;

/** What became of an adoption: why it was not recorded, or that it stands in the history, by whom ever. */
export type AdoptionOutcome =
  | { readonly outcome: 'recorded'; readonly generation: number | undefined }
  | { readonly outcome: 'left'; readonly problem: string };

/**
 * Records what the pointers of a model say, if that is what was planned, unless it stands in its history. An adoption is true of one
 * moment only: when somebody else was first it is judged anew, never put behind their entry. What somebody moved after the plan was
 * made is left to whoever decides about it; where the registry leads there is nothing to decide, and what counts is what it says now.
 * @throws ConflictError moved-meanwhile when the head will not hold still; UnavailableError when the outside refuses.
 */
export async function recordAdoption(
  environment: AdoptionEnvironment,
  origin: EntryOrigin,
  planned: Pick<EntryDraft, 'moves'>,
): Promise<AdoptionOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    const { status } = await loadState(environment, origin);
    const { adoption, recorded } = status;
    const historyProblem = findHistoryProblem(status);
    if (historyProblem !== undefined) return { outcome: 'left', problem: `the history ${historyProblem}` };
    const isLed = status.leads === 'registry';
    if (adoption === undefined)
      return isLed ? { outcome: 'recorded', generation: undefined } : judgeRecorded(recorded, planned);
    if (!isLed && JSON.stringify(adoption.moves) !== JSON.stringify(planned.moves))
      return tellMoved(adoption);
    try {
      return { outcome: 'recorded', generation: await append(environment, status, adoption, origin) };
    } catch (thrown) {
      if (!(thrown instanceof ConflictError) || attempt === maxAttempts) throw thrown;
    }
  }
}

/** Nothing is left to record: somebody has recorded it, or nothing says so any more. */
function judgeRecorded({ aliases }: ModelHistory, { moves }: Pick<EntryDraft, 'moves'>): AdoptionOutcome {
  const isOnRecord = moves.every(({ alias, to }) => (aliases.get(alias)?.version ?? null) === to);
  if (isOnRecord) return { outcome: 'recorded', generation: undefined };
  return { outcome: 'left', problem: 'it was put back meanwhile' };
}

function tellMoved({ moves }: EntryDraft): AdoptionOutcome {
  const says = moves.map(({ alias, to }) => `${alias} is on ${to ?? 'nothing'}`).join(', ');
  return { outcome: 'left', problem: `it was moved again meanwhile: ${says}. Run lastgood doctor to decide` };
}

/**
 * Before a shared pointer is written for one model, what it says about another is recorded: afterwards nobody could know.
 * Models that nobody has written to are adopted whole; of others only what the shared pointer says, since a drift of
 * their own pointers waits for a decision, and one whose name no history can have is left out. In a catalogue and on a server no pointer
 * is shared, and a write leaves the other models alone. Returns the models it wrote to.
 */
export async function recordOthers(
  environment: AdoptionEnvironment,
  index: RegistryIndex,
  origin: EntryOrigin,
): Promise<readonly string[]> {
  if (index.kind !== 'directory') return [];
  const recorded: string[] = [];
  for (const status of judgeModels(index, environment.sha256)) {
    const draft = status.index.model === origin.model ? undefined : draftForShared(status);
    if (draft === undefined || status.chain.verdict !== 'intact') continue;
    if (findUnkeepableName(status.index.model, [draft]) !== undefined) continue;
    try {
      await append(environment, status, draft, { ...origin, model: status.index.model });
      recorded.push(status.index.model);
    } catch (thrown) {
      // Somebody else's entry is newer than what we saw: it, or what it followed, has recorded the pointer.
      if (!(thrown instanceof ConflictError)) throw thrown;
    }
  }
  return recorded;
}

function draftForShared(status: ModelStatus): EntryDraft | undefined {
  const { adoption, recorded, mismatches } = status;
  if (adoption === undefined) return undefined;
  const shared = new Set(
    mismatches.flatMap(({ cause, pointer }) =>
      cause === 'drift' && pointer.scope === 'shared' ? [pointer.alias] : [],
    ),
  );
  const moves =
    recorded.generation === 0 ? adoption.moves : adoption.moves.filter(({ alias }) => shared.has(alias));
  return moves.length === 0 ? undefined : { ...adoption, moves };
}

async function append(
  environment: AdoptionEnvironment,
  status: ModelStatus,
  draft: EntryDraft,
  origin: EntryOrigin,
): Promise<number> {
  const head = findHead(status.index.entries);
  const { history } = environment.registry.writer;
  return (await appendAfter(history, draft, origin, head, environment.now())).generation;
}
