import { expect, test } from 'vitest';
import { bucketUrl, openProgramMachine, readObject, rsyncFolder } from '../support/bucket-program.ts';
import { writeResults } from '../support/evidence-files.ts';
import { openEmulator } from '../support/gcs/emulator-rig.ts';
import { buildS0Registry, rolledBackOnce } from '../support/s0-registry.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** Two runners that pulled the same base both registered v3 and said so; the last push won, with the files of both mixed. */
test('B0.3: two runners at once register two versions, both whole, and neither move is lost', async () => {
  const emulator = await openEmulator();
  const folder = createTemporaryFolder();
  buildS0Registry(folder, rolledBackOnce);
  rsyncFolder(emulator, folder);
  const runs = await Promise.all(
    ['first', 'second'].map(async name => {
      const place = ['--registry-dir', bucketUrl, '--registry-cache-dir', 'cache'];
      const words = ['--results-dir', writeResults(createTemporaryFolder(), { status: 'PASS' }), '--json'];
      const consent = ['--yes', '--confirm', 'frontshift-rag@latest'];
      return await openProgramMachine(emulator, name).start(['deploy_model', ...place, ...words, ...consent]);
    }),
  );
  const versions = runs.map(({ out }) => JSON.parse(out).registration.version);
  expect(versions.toSorted()).toEqual(['v4', 'v5']);
  // Who was overtaken says so: before the promotion, where the verdict is one against what was live before, or in it. Nobody reports a
  // success that was none.
  expect(runs.map(({ code }) => code).filter(code => ![0, 3, 4, 7].includes(code ?? -1))).toEqual([]);
  const fresh = openProgramMachine(emulator);
  const history = JSON.parse((await fresh.run(['history', 'frontshift-rag', '--json'])).out);
  const live = history.entries.flatMap((entry: { moves: readonly { to: string }[] }) =>
    entry.moves.map(({ to }) => to),
  );
  const promoted = runs.flatMap(({ code }, at) => (code === 0 ? [versions[at]] : []));
  expect(live).toEqual(expect.arrayContaining(promoted));
  for (const version of ['v4', 'v5']) {
    expect((await fresh.run(['show', 'frontshift-rag', version])).code).toBe(0);
    const metadata = JSON.parse(readObject(emulator, `frontshift-rag_${version}/metadata.json`) ?? '');
    expect(metadata).toMatchObject({ version });
  }
});
