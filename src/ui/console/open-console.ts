import type { Session } from '../../core/session/session.ts';
import { findSource } from '../../core/session/source-facts.ts';
import type { AppDefinition } from '../runtime/app-state.ts';
import { topScreen } from '../runtime/app-state.ts';
import { runConsole } from '../runtime/run-console.tsx';
import type { Store } from '../runtime/store.ts';
import type { Condition } from '../runtime/surroundings.ts';
import { activityScreen } from '../screens/activity/activity-screen.ts';
import { actorScreen } from '../screens/actor/actor-screen.ts';
import { changeScreen } from '../screens/change/change-screen.ts';
import { decisionScreen } from '../screens/decision/decision-screen.ts';
import { deployScreen } from '../screens/deploy/deploy-screen.ts';
import { deploymentsScreen } from '../screens/deployments/deployments-screen.ts';
import { diffScreen } from '../screens/diff/diff-screen.ts';
import { evaluateScreen } from '../screens/evaluate/evaluate-screen.ts';
import { gateScreen } from '../screens/gate/gate-screen.ts';
import { historyScreen } from '../screens/history/history-screen.ts';
import { lineageScreen } from '../screens/lineage/lineage-screen.ts';
import { modelsScreen } from '../screens/models/models-screen.ts';
import { promoteScreen } from '../screens/promote/promote-screen.ts';
import { registriesScreen } from '../screens/registries/registries-screen.ts';
import { rollbackScreen } from '../screens/rollback/rollback-screen.ts';
import { syncScreen } from '../screens/sync/sync-screen.ts';
import { transferScreen } from '../screens/transfer/transfer-screen.ts';
import { trendScreen } from '../screens/trend/trend-screen.ts';
import { versionScreen } from '../screens/version/version-screen.ts';
import { versionsScreen } from '../screens/versions/versions-screen.ts';
import type { TerminalSession } from '../terminal/terminal-session.ts';
import type { Theme } from '../terminal/theme.ts';
import { createBackgroundSending } from './background-sending.ts';
import { createCurrentSession, describeSession, type NameRegistry } from './current-session.ts';
import { createConsoleHandlers } from './handlers.ts';
import type { RegistryChoice } from './operations.ts';
import { consoleVerbs } from './verbs.ts';
import { watchSource } from './watch-source.ts';

/** The console as data. A new screen is one folder, one route and one line here. */
export const consoleApp: AppDefinition = {
  name: 'lastgood',
  screens: [
    actorScreen,
    modelsScreen,
    versionsScreen,
    versionScreen,
    diffScreen,
    trendScreen,
    lineageScreen,
    historyScreen,
    rollbackScreen,
    promoteScreen,
    deployScreen,
    deploymentsScreen,
    changeScreen,
    gateScreen,
    evaluateScreen,
    decisionScreen,
    syncScreen,
    transferScreen,
    activityScreen,
    registriesScreen,
  ],
  verbs: consoleVerbs,
  home: { screen: 'models' },
  refreshes: ({ source }) => (source === undefined ? undefined : { run: 'refreshSource', input: {} }),
};

/** What the console is opened with. */
export type ConsoleSetup = {
  readonly session: Session;
  readonly terminal: TerminalSession;
  readonly theme: Theme;
  /** A word for the header, such as SAMPLE. */
  readonly condition: Condition | undefined;
  readonly registries: readonly Omit<RegistryChoice, 'isOpen'>[];
  readonly openRegistry: (name: string) => Promise<Session>;
  readonly homeFolder: string;
  readonly nameRegistry: NameRegistry;
  /** `ask` where only a login that many people share is known, and something may be written. */
  readonly whoActs: 'known' | 'ask';
  /** Shows a line on the shell, after the console. */
  readonly tellShell: (line: string) => void;
};

/** Runs the console until it is left; resolves with the exit code. */
export async function openConsole(setup: ConsoleSetup): Promise<number> {
  let started: Store | undefined;
  const current = createCurrentSession(setup.session, () => {
    if (started) tellTopScreen(started);
  });
  const sending = createBackgroundSending();
  const unwatchSource = watchSource(
    () => findSource(current.get().registry),
    source => started?.dispatch({ type: 'surroundings-changed', changes: { source } }),
  );
  try {
    return await runConsole({
      app: setup.whoActs === 'ask' ? { ...consoleApp, home: { screen: 'actor' } } : consoleApp,
      surroundings: {
        ...describeSession(setup.session, setup.nameRegistry),
        condition: setup.condition,
        theme: setup.theme,
      },
      handlers: createConsoleHandlers({
        current,
        registries: setup.registries,
        openRegistry: setup.openRegistry,
        nameRegistry: setup.nameRegistry,
        homeFolder: setup.homeFolder,
        tellOthers: sending.send,
      }),
      session: setup.terminal,
      clock: setup.session.now,
      onStarted: store => {
        started = store;
      },
      onLeft: lines => lines.forEach(setup.tellShell),
    });
  } finally {
    unwatchSource();
    sending.close();
    current.close();
  }
}

/** Somebody changed the registry: what is shown is read again. Screens below are read again when they are seen again. */
function tellTopScreen(store: Store): void {
  const top = topScreen(consoleApp, store.getState());
  if (top?.screen.refreshed === undefined) return;
  store.dispatch({ type: 'screen-addressed', screenId: top.open.id, message: top.screen.refreshed });
}
