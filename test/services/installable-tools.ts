import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type InstallableTool, installTool } from './install-tool.ts';

/** Where programs are installed; git does not see it. */
const folder = fileURLToPath(new URL('../../.tools', import.meta.url));

/** A program of Python's package index, in a virtual environment of its own. */
function pythonTool(name: string, version: string): InstallableTool {
  const pip = ['install', '--quiet', '--disable-pip-version-check', `${name}==${version}`];
  return {
    name,
    version,
    file: `bin/${name}`,
    commands: home => [{ run: ['python3', '-m', 'venv', home] }, { run: [join(home, 'bin/pip'), ...pip] }],
  };
}

/** Programs nobody here wrote that the tests of buckets, of MLflow and of DVC are judged by. */
const installable: readonly InstallableTool[] = [
  pythonTool('gsutil', '5.38'),
  pythonTool('mlflow', '3.17.2'),
  pythonTool('dvc', '3.67.1'),
  pythonTool('aiosmtpd', '1.4.6'),
  pythonTool('wandb', '0.31.0'),
  {
    name: 'hf',
    version: '2.4.0',
    file: 'bin/hf',
    commands: home => [
      { run: ['python3', '-m', 'venv', home] },
      {
        run: [
          join(home, 'bin/pip'),
          ...['install', '--quiet', '--disable-pip-version-check'],
          ...['huggingface_hub==2.4.0', 'markdown-it-py[linkify]==4.3.0'],
        ],
      },
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

/** Vitest's global setup: installs what is missing. */
export function setup(): void {
  installTools(installable.map(({ name }) => name));
}

/**
 * Installs programs that are missing, says in a line each what could not be installed, and puts what is installed before what else the
 * machine has under the same name, for this process and those it starts.
 */
export function installTools(names: readonly string[]): void {
  for (const tool of installable) {
    const problem = names.includes(tool.name) ? installTool(tool, folder) : undefined;
    if (problem !== undefined)
      process.stderr.write(`Could not install ${tool.name} ${tool.version}: ${problem}\n`);
  }
  process.env['PATH'] = [join(folder, 'bin'), process.env['PATH']].join(delimiter);
}
