import { ConflictError } from '../errors/app-error.ts';
import type { EntryDraft, EntryOrigin } from '../history/entry-draft.ts';
import { judgeModels, type ModelStatus } from '../registry/model-status.ts';
import type { RegistryIndex } from '../registry/registry-index.ts';
import { appendAfter, findHead } from './append-drafts.ts';
import type { ApplyEnvironment } from './apply-environment.ts';
import { loadState } from './load-state.ts';

/** How often the adoption is judged anew because somebody else wrote first. */
const maxAttempts = 50;

type AdoptionEnvironment = Pick<ApplyEnvironment, 'registry' | 'sha256' | 'now'>;

/**
 * Records what the pointers of a model say unless that stands in its history. An adoption is true of one moment only: when
 * somebody else was first it is judged anew, never put behind their entry.
 * @throws ConflictError moved-meanwhile when the head will not hold still; UnavailableError when the outside refuses.
 */
export async function recordAdoption(environment: AdoptionEnvironment, origin: EntryOrigin): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { status } = await loadState(environment, origin);
    if (status.adoption === undefined || status.chain.verdict !== 'intact') return;
    try {
      await append(environment, status, status.adoption, origin);
      return;
    } catch (thrown) {
      if (!(thrown instanceof ConflictError) || attempt === maxAttempts) throw thrown;
    }
  }
}

/**
 * Before a shared pointer is written for one model, what it says about another is recorded: afterwards nobody could know.
 * Models that nobody has written to are adopted whole; of others only what the shared pointer says, since a drift of
 * their own pointers waits for a decision. Returns the models it wrote to.
 */
export async function recordOthers(
  environment: AdoptionEnvironment,
  index: RegistryIndex,
  origin: EntryOrigin,
): Promise<readonly string[]> {
  const recorded: string[] = [];
  for (const status of judgeModels(index, environment.sha256)) {
    const draft = status.index.model === origin.model ? undefined : draftForShared(status);
    if (draft === undefined || status.chain.verdict !== 'intact') continue;
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
): Promise<void> {
  const head = findHead(status.index.entries);
  await appendAfter(environment.registry.writer.history, draft, origin, head, environment.now());
}
