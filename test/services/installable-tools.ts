import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type InstallableTool, installTool } from './install-tool.ts';

/** Where programs are installed; git does not see it. */
const folder = fileURLToPath(new URL('../../.tools', import.meta.url));

/** Programs nobody here wrote that the tests of buckets are judged by. */
const installable: readonly InstallableTool[] = [
  {
    name: 'gsutil',
    version: '5.38',
    file: 'bin/gsutil',
    commands: home => [
      { run: ['python3', '-m', 'venv', home] },
      { run: [join(home, 'bin/pip'), 'install', '--quiet', '--disable-pip-version-check', 'gsutil==5.38'] },
    ],
  },
  {
    name: 'fake-gcs-server',
    version: '1.56.1',
    file: 'fake-gcs-server',
    commands: home => [
      {
        run: ['go', 'install', 'github.com/fsouza/fake-gcs-server@v1.56.1'],
        variables: { GOBIN: home, GOTOOLCHAIN: 'local', CGO_ENABLED: '0' },
      },
    ],
  },
];

/**
 * Vitest's global setup: installs what is missing, says what could not be installed, and puts what is
 * installed before what else the machine has under the same name, for the tests as well.
 */
export function setup(): void {
  for (const tool of installable) {
    const problem = installTool(tool, folder);
    if (problem !== undefined)
      process.stderr.write(`Could not install ${tool.name} ${tool.version}: ${problem}\n`);
  }
  process.env['PATH'] = [join(folder, 'bin'), process.env['PATH']].join(delimiter);
}
