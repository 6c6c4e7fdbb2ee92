import { expect, test } from 'vitest';
import { nameRegistryPlace } from '../../../src/core/settings/name-registry.ts';
import { createCurrentSession, describeSession } from '../../../src/ui/console/current-session.ts';
import { createConsoleHandlers } from '../../../src/ui/console/handlers.ts';
import { openRegistry, writeS0Registry } from '../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** The commands by which the acts of a console can be repeated in a shell, where a bare command opens `bare`. */
async function listCommands(root: string, bare: string | undefined): Promise<readonly string[]> {
  const session = openRegistry(root);
  const current = createCurrentSession(session, () => undefined);
  const handlers = createConsoleHandlers({
    current,
    registries: [],
    homeFolder: '/home/alice',
    openRegistry: async () => session,
    nameRegistry: place => nameRegistryPlace(place, bare),
  });
  const act = { model: 'rag', alias: 'latest', version: 'v1', reason: 'INC-42', digest: 'verified' };
  const asked = [
    ['planRollback', act],
    ['planPromotion', { ...act, results: undefined, gate: 'as-bound' }],
    ['planChange', { change: 'hold', model: 'rag', version: 'v1', reason: 'INC-42' }],
  ] as const;
  try {
    const tools = { signal: new AbortController().signal, report: () => undefined };
    const commands: string[] = [];
    for (const [run, input] of asked) {
      const plan = (await handlers.get(run)?.run(input, tools)) as { readonly command: string };
      commands.push(plan.command);
    }
    return commands;
  } finally {
    current.close();
  }
}

test('a command that is copied from the screen names the registry, wherever it is run', async () => {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 3);
  for (const command of await listCommands(root, undefined)) expect(command).toMatch(` --registry ${root}`);
  expect(describeSession(openRegistry(root), place => nameRegistryPlace(place, undefined))).toMatchObject({
    registryWords: ['--registry', root],
  });
});

test('it does without where a bare command opens the same registry', async () => {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 3);
  for (const command of await listCommands(root, root)) expect(command).not.toMatch('--registry');
});
