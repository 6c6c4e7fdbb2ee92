import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import {
  formatSamplePointer,
  makeDvcRepository,
  placeFakeDvc,
  runGit,
  writeBelow,
} from '../../../support/dvc-repository.ts';
import { openDvc } from '../../../support/dvc-rig.ts';
import { promote } from '../../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

test.each([
  ["qwen's best (8b)", 'run 001'],
  ['qwen $(id)', 'run&001'],
  ['qwen3', 'run-001'],
])(
  'the commands that bring the files of %s %s are read by a shell as they are meant',
  async (family, run) => {
    const folder = createTemporaryFolder();
    const root = makeDvcRepository(folder);
    placeFakeDvc(folder);
    writeBelow(root, `models/hf/wip/${family}/${run}.dvc`, formatSamplePointer(4, run));
    runGit(folder, root, 'add', '-A');
    runGit(folder, root, 'commit', '-q', '-m', 'one more family');
    runGit(folder, root, 'push', '-q');
    const receipt = await promote(openDvc(folder, root), family, run, 'candidate');
    const path = `models/hf/candidates/${family}/${run}.dvc`;
    const notice = receipt.notices?.find(text => text.includes('dvc checkout')) ?? '';
    const commands = /: (dvc checkout .*) brings them, or (dvc pull .*) where they are/
      .exec(notice)
      ?.slice(1);
    expect(commands).toHaveLength(2);
    for (const command of commands ?? []) {
      const said = execFileSync('sh', ['-c', `dvc() { printf '%s\\n' "$@"; }; ${command}`], {
        cwd: root,
        encoding: 'utf8',
      });
      expect(said.split('\n')).toEqual([command.split(' ')[1], path, '']);
    }
  },
);
