import { applyPlan } from '../../core/apply/apply-plan.ts';
import { compareVersions } from '../../core/diff/compare-versions.ts';
import { chooseMetricGate } from '../../core/gate/metric-thresholds.ts';
import { extendCommand } from '../../core/plan/extend-command.ts';
import { getVersion } from '../../core/plan/find-version.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Receipt } from '../../core/plan/receipt.ts';
import { describeStep } from '../../core/plan/step.ts';
import { loadDecision } from '../../core/session/load-decision.ts';
import { loadEndpoints } from '../../core/session/load-endpoints.ts';
import { loadGateView } from '../../core/session/load-gate-view.ts';
import { getLineageModel, loadLineage } from '../../core/session/load-lineage.ts';
import { loadModel, loadVersions } from '../../core/session/load-model.ts';
import { loadOutbox } from '../../core/session/load-outbox.ts';
import { loadOverview } from '../../core/session/load-overview.ts';
import { loadRecord } from '../../core/session/load-records.ts';
import { loadTrend } from '../../core/session/load-trend.ts';
import { loadWeights } from '../../core/session/load-weights.ts';
import { prepareChange } from '../../core/session/prepare-change.ts';
import { prepareGate } from '../../core/session/prepare-gate.ts';
import { preparePromotion } from '../../core/session/prepare-promotion.ts';
import { loadRollbackChoices, prepareRollback } from '../../core/session/prepare-rollback.ts';
import type { Session } from '../../core/session/session.ts';
import { findUsualAlias } from '../../core/session/usual-alias.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { parseTypedPath } from '../components/typed-path.ts';
import { formatBytes } from '../format/bytes.ts';
import { type AnyHandler, defineHandlers } from '../runtime/effect-handler.ts';
import { completeQuery } from './complete-query.ts';
import { type CurrentSession, describeSession, type NameRegistry } from './current-session.ts';
import { createDeploymentHandlers } from './deployment-handlers.ts';
import { describeReceiptEnd } from './describe-end.ts';
import { limitRate } from './limit-rate.ts';
import type { ConsoleOperations, RegistryChoice } from './operations.ts';
import { createSourceHandlers } from './source-handlers.ts';

/** What the handlers work with. */
export type HandlerSetup = {
  readonly current: CurrentSession;
  /** The registries there are. */
  readonly registries: readonly Omit<RegistryChoice, 'isOpen'>[];
  /** Where the `~` of a typed path leads. */
  readonly homeFolder: string;
  /** Opens one of them, for whoever acts now. */
  readonly openRegistry: (name: string) => Promise<Session>;
  readonly nameRegistry: NameRegistry;
  /** Begins to tell others what is in the outbox. */
  readonly tellOthers?: ((session: Session) => void) | undefined;
};

/** The console's operations: the only place where the console touches the core. */
export function createConsoleHandlers(setup: HandlerSetup): ReadonlyMap<string, AnyHandler> {
  const { current } = setup;
  const readerNow = () => current.get().registry.reader;
  const named = (plan: Plan): Plan => extendCommand(plan, setup.nameRegistry(readerNow().identity.place));
  const folderOf = (typed: string | undefined) =>
    typed === undefined ? undefined : parseTypedPath(typed, setup.homeFolder);
  return defineHandlers<ConsoleOperations>({
    loadOverview: { kind: 'read', run: (_, { signal }) => loadOverview(current.get(), signal) },
    loadModel: { kind: 'read', run: ({ model }, { signal }) => loadModel(current.get(), model, signal) },
    loadVersions: {
      kind: 'read',
      run: ({ model }, { signal }) => loadVersions(current.get(), model, 'listing', signal),
    },
    loadVersion: {
      kind: 'read',
      run: async ({ model, version }, { signal }) => {
        const loaded = await loadModel(current.get(), model, signal);
        const name = getVersion(loaded.status.index, version).version;
        return { loaded, version: await loadRecord(current.get(), loaded.status, name, signal) };
      },
    },
    compareVersions: {
      kind: 'read',
      run: async ({ model, before, after }, { signal }) => {
        const { index, status, policies } = await loadModel(current.get(), model, signal);
        const load = (version: string) =>
          loadRecord(current.get(), status, getVersion(status.index, version).version, signal);
        const gate = chooseMetricGate(policies, status.usualAlias);
        const comparison = compareVersions(await load(before), await load(after), gate);
        return { comparison, readAt: index.readAt };
      },
    },
    loadTrend: { kind: 'read', run: (query, { signal }) => loadTrend(current.get(), query, signal) },
    loadLineage: {
      kind: 'read',
      run: async ({ model }, { signal }) => {
        const loaded = await loadLineage(current.get(), signal);
        getLineageModel(loaded, model);
        return loaded;
      },
    },
    loadWeights: {
      kind: 'read',
      run: async ({ model, version }, { signal }) => {
        const { status } = await loadModel(current.get(), model, signal);
        const name = getVersion(status.index, version).version;
        return await loadWeights(current.get(), await loadRecord(current.get(), status, name, signal));
      },
    },
    loadEndpoints: { kind: 'read', run: (wish, { signal }) => loadEndpoints(current.get(), wish, signal) },
    verifyVersion: {
      kind: 'read',
      run: ({ model, version }, { signal, report }) =>
        readerNow().verifyVersion(model, version, {
          signal,
          onProgress: limitRate((done, total) => report({ done, total })),
        }),
    },
    loadRollbackChoices: {
      kind: 'read',
      run: async ({ model, alias: named }, { signal }) => {
        const session = current.get();
        const alias = named ?? (await findUsualAlias(session, model, signal));
        return await loadRollbackChoices(session, model, alias, new Map(), signal);
      },
    },
    planRollback: {
      kind: 'read',
      run: async ({ model, alias, version, reason, digest }, { signal }) => {
        const digests = new Map([[version, digest]]);
        const choices = await loadRollbackChoices(current.get(), model, alias, digests, signal);
        return named(prepareRollback(current.get(), choices, { version, reason, digests, holdLeft: 'hold' }));
      },
    },
    planPromotion: {
      kind: 'read',
      run: async ({ digest, ...input }, { signal }) => {
        const checked = digest === 'not-checked' ? 'unverified' : digest;
        const wish = { ...input, results: folderOf(input.results), digest: checked } as const;
        return named(await preparePromotion(current.get(), wish, { signal }));
      },
    },
    loadGate: {
      kind: 'read',
      run: async (query, { signal }) =>
        await loadGateView(current.get(), await completeQuery(current.get(), query, signal), signal),
    },
    planGate: {
      kind: 'read',
      run: async (request, { signal }) => {
        const wish = { ...request, results: folderOf(request.results) };
        const judged = await prepareGate(current.get(), wish, { signal });
        return { ...judged, plan: named(judged.plan) };
      },
    },
    loadDecision: {
      kind: 'read',
      run: async (query, { signal }) =>
        await loadDecision(current.get(), await completeQuery(current.get(), query, signal), signal),
    },
    planChange: {
      kind: 'read',
      run: async (request, { signal }) => named(await prepareChange(current.get(), request, signal)),
    },
    nameActor: {
      kind: 'read',
      run: async ({ name }) => {
        current.change({ ...current.get(), actor: makeSafeText(name, { limit: 200 }) });
        return describeSession(current.get(), setup.nameRegistry);
      },
    },
    openRegistry: {
      kind: 'read',
      run: async ({ name }) => {
        const opened = await setup.openRegistry(name);
        await opened.registry.reader.loadIndex();
        current.change({ ...opened, actor: current.get().actor });
        return describeSession(current.get(), setup.nameRegistry);
      },
    },
    loadOutbox: { kind: 'read', run: () => loadOutbox(current.get()) },
    listRegistries: {
      kind: 'read',
      run: async () => {
        const { place } = readerNow().identity;
        return setup.registries.map(registry => ({ ...registry, isOpen: registry.place === place }));
      },
    },
    applyPlan: {
      kind: 'write',
      describe: ({ plan }) => ({ title: plan.title, command: plan.command }),
      describeEnd: describeReceiptEnd,
      describeProgress: progress =>
        progress.at === 'step'
          ? describeStep(progress.receipt.step, '->')
          : `${formatBytes(progress.done)} of ${formatBytes(progress.total)}`,
      run: ({ plan }, { signal, report }) =>
        // Nobody waits for what is finished behind it.
        new Promise<Receipt>((resolve, reject) => {
          const session = current.get();
          applyPlan(plan, {
            ...session,
            stop: signal,
            onStep: receipt => report({ at: 'step', receipt }),
            onProgress: limitRate((done, total) => report({ at: 'bytes', done, total })),
            onReceipt: receipt => {
              resolve(receipt);
              setup.tellOthers?.(session);
            },
          }).then(resolve, reject);
        }),
    },
    ...createSourceHandlers(current),
    ...createDeploymentHandlers(setup),
  });
}
