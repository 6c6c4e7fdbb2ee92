import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadSettings } from '../../../src/adapters/settings/load-settings.ts';
import { parseSettings } from '../../../src/adapters/settings/parse-settings.ts';
import { findProjectFile, placeUserFile } from '../../../src/adapters/settings/settings-files.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** A file below a folder, made with its folders. Its absolute path. */
function write(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function places(home: string, workingFolder: string) {
  return { homeFolder: home, workingFolder, variables: {}, configuration: undefined };
}

function parse(text: string, role: 'project' | 'user' = 'project') {
  return parseSettings({ path: '/project/lastgood.config.yaml', text, role, homeFolder: '/home/me' });
}

test('without any file and flag the defaults hold', async () => {
  const home = createTemporaryFolder();
  const settings = await loadSettings(places(home, home), {});
  expect(settings).toMatchObject({ registries: [], writes: { access: 'write' }, ascii: false });
});

test('the nearest project file upward is read over the file of the user', async () => {
  const home = createTemporaryFolder();
  write(
    home,
    '.config/lastgood/config.yaml',
    'theme: mono\nactor: me@example.com\nprotectedAliases: [canary]\n',
  );
  write(home, 'project/lastgood.config.yaml', 'theme: light\nregistries: [{ name: a, path: models }]\n');
  mkdirSync(join(home, 'project/src/deep'), { recursive: true });
  const settings = await loadSettings(places(home, join(home, 'project/src/deep')), {});
  expect(settings).toMatchObject({
    theme: 'light',
    actor: 'me@example.com',
    protectedAliases: ['canary'],
    registries: [{ name: 'a', path: join(home, 'project/models') }],
  });
});

test('a project file cannot loosen what the file of the user protects, and can tighten it', async () => {
  const home = createTemporaryFolder();
  const user = write(home, '.config/lastgood/config.yaml', 'readOnly: true\nprotectedAliases: [canary]\n');
  write(home, 'lastgood.config.yaml', 'readOnly: false\nprotectedAliases: [beta]\n');
  const settings = await loadSettings(places(home, home), {});
  expect(settings.writes).toEqual({ access: 'read-only', because: `readOnly is set in ${user}` });
  expect(settings.protectedAliases).toEqual(['beta', 'canary']);
});

test('the search upward ends with the folder that holds .git', async () => {
  const home = createTemporaryFolder();
  const file = write(home, 'lastgood.config.yaml', '');
  mkdirSync(join(home, 'repository/.git'), { recursive: true });
  mkdirSync(join(home, 'repository/src'));
  mkdirSync(join(home, 'loose'));
  expect(await findProjectFile(join(home, 'repository/src'), '/nowhere')).toBeUndefined();
  expect(await findProjectFile(join(home, 'loose'), '/nowhere')).toBe(file);
});

test('the search upward ends with the home folder', async () => {
  const folder = createTemporaryFolder();
  write(folder, 'lastgood.config.yaml', '');
  mkdirSync(join(folder, 'home/work'), { recursive: true });
  expect(await findProjectFile(join(folder, 'home/work'), join(folder, 'home'))).toBeUndefined();
});

test('the file of the user follows XDG_CONFIG_HOME, unless that is relative', () => {
  expect(placeUserFile({ XDG_CONFIG_HOME: '/etc/xdg' }, '/home/me')).toBe('/etc/xdg/lastgood/config.yaml');
  expect(placeUserFile({ XDG_CONFIG_HOME: 'etc' }, '/home/me')).toBe('/home/me/.config/lastgood/config.yaml');
});

test('--config takes the place of the project file, and must be there', async () => {
  const home = createTemporaryFolder();
  write(home, 'lastgood.config.yaml', 'theme: light');
  write(home, 'other.yaml', 'theme: mono');
  const named = (configuration: string) => ({ ...places(home, home), configuration });
  expect((await loadSettings(named('other.yaml'), {})).theme).toBe('mono');
  await expect(loadSettings(named('missing.yaml'), {})).rejects.toMatchObject({
    code: 'invalid-configuration',
    message: `--config: there is no file ${join(home, 'missing.yaml')}.`,
  });
});

test('a configuration file may be linked into place', async () => {
  const home = createTemporaryFolder();
  const target = write(home, 'dotfiles/lastgood.yaml', 'ascii: true');
  symlinkSync(target, join(home, 'lastgood.config.yaml'));
  expect((await loadSettings(places(home, home), {})).ascii).toBe(true);
});

test('what stands in place of the file and is none is told', async () => {
  const home = createTemporaryFolder();
  mkdirSync(join(home, 'lastgood.config.yaml'));
  await expect(loadSettings(places(home, home), {})).rejects.toMatchObject({ code: 'file-system-failed' });
});

test('an empty file says nothing', () => {
  expect(parse('')).toEqual({ registries: undefined });
  expect(parse('# nothing yet\n')).toEqual({ registries: undefined });
});

test('paths start at the file, ~ is the home folder, and an address stays an address', () => {
  const text = 'registries: [{name: a, path: ../x}, {name: b, path: ~/y}, {name: c, path: "gs://bucket/z"}]';
  expect(parse(text).registries?.map(registry => registry.path)).toEqual([
    '/x',
    '/home/me/y',
    'gs://bucket/z',
  ]);
});

test('a catalogue may have a file of lineage, and nothing else may', () => {
  const text = 'registries: [{ name: a, path: b/registry.json, lineage: c.json }]';
  expect(parse(text).registries).toMatchObject([
    { path: '/project/b/registry.json', kind: undefined, lineage: '/project/c.json' },
  ]);
  for (const [wrong, problem] of [
    ['{ name: a, path: b, lineage: c.json }', 'only a catalogue (a file registry.json) has it'],
    ['{ name: a, path: "gs://b/c", kind: catalog }', 'only a directory registry can be in a bucket'],
    ['{ name: a, path: b.json, lineage: "gs://b/c" }', 'it must be a file on this machine'],
  ])
    expect(() => parse(`registries: [${wrong}]`)).toThrow(problem);
});

test('a bucket may have a folder for its copy and a way to it; a folder may not', () => {
  const text = 'registries: [{ name: a, path: "gs://models/z", cache: ./copy, transport: gsutil }]';
  expect(parse(text).registries).toEqual([
    {
      ...{ name: 'a', kind: undefined, path: 'gs://models/z' },
      ...{ cache: '/project/copy', transport: 'gsutil', file: '/project/lastgood.config.yaml' },
    },
  ]);
  expect(parse('transport: gsutil\noffline: true\n')).toMatchObject({ transport: 'gsutil', offline: true });
});

test('policies and gates are marked with their file, and their paths start at it', () => {
  const text = `
policies: [{ name: house, file: ./policies/house.yaml }]
gates:
  - policy: house
  - { model: bot, alias: production, policy: ../strict.json, thresholds: { main.groundedness: 3.5, main.age: 24h } }
`;
  const file = '/project/lastgood.config.yaml';
  expect(parse(text)).toMatchObject({
    policies: [{ name: 'house', path: '/project/policies/house.yaml', file }],
    gates: [
      { model: '*', alias: '*', policy: 'house', thresholds: {}, file, line: 4 },
      {
        model: 'bot',
        alias: 'production',
        policy: '/strict.json',
        thresholds: { 'main.groundedness': 3.5, 'main.age': '24h' },
        file,
        line: 5,
      },
    ],
  });
});

test('gates of the project and of the user are both in force', async () => {
  const home = createTemporaryFolder();
  const userPath = write(home, '.config/lastgood/config.yaml', 'gates: [{ policy: prod }]\n');
  const projectPath = write(home, 'project/lastgood.config.yaml', 'gates: [{ policy: dev }]\n');
  const { gates } = await loadSettings(places(home, join(home, 'project')), {});
  expect(gates.map(({ policy, file }) => ({ policy, file }))).toEqual([
    { policy: 'dev', file: projectPath },
    { policy: 'prod', file: userPath },
  ]);
});

test.each<[string, string, string]>([
  ['gates: [{}]', '1:9', 'gates[0].policy: it is missing'],
  [
    'gates: [{ policy: a b }]',
    '1:19',
    'gates[0].policy: it must be the name of a policy, or the path of its file',
  ],
  ['gates: [{ policy: "gs://b/p.yaml" }]', '1:19', 'gates[0].policy: it must be a file on this machine'],
  [
    'gates: [{ policy: rag, alias: v2 }]',
    '1:31',
    'gates[0].alias: The alias name "v2" would read as a version',
  ],
  ['gates: [{ policy: rag, model: a/b }]', '1:31', 'gates[0].model: the name holds "/"'],
  ['gates: [{ policy: rag, model: 5 }]', '1:31', 'gates[0].model: it must be the name of a model, or *'],
  ['gates: [{ policy: rag, policies: [] }]', '1:24', 'unknown setting policies'],
  [
    'gates: [{ policy: rag, thresholds: { slices: true } }]',
    '1:46',
    'gates[0].thresholds.slices: it must be a number, or a span of time such as 24h, by the id of each rule',
  ],
  [
    'gates: [{ policy: rag, thresholds: { slices: .nan } }]',
    '1:46',
    'gates[0].thresholds.slices: it must be a number, or a span of time such as 24h, by the id of each rule',
  ],
  ['gates: [{ policy: rag }, { policy: dev, model: "*" }]', '1:26', 'gates[1]: *@* stands here twice'],
  [
    'policies: [{ name: rag, file: rag.yaml }]',
    '1:20',
    'policies[0].name: rag is the name of a built-in policy; call yours something else',
  ],
  [
    'policies: [{ name: a, file: a.yaml }, { name: a, file: b.yaml }]',
    '1:47',
    'policies[1].name: a stands here twice',
  ],
  [
    'policies: [{ name: a, file: "gs://b/a.yaml" }]',
    '1:29',
    'policies[0].file: it must be a file on this machine',
  ],
  ['policies: [{ name: a, file: "" }]', '1:29', 'policies[0].file: it is empty'],
  [
    'registries: [{ name: a, path: "gs://Models" }]',
    '1:31',
    'registries[0].path: it names a bucket with capital letters: there are only small ones',
  ],
  [
    'registries: [{ name: a, path: ./x, cache: ./copy }]',
    '1:43',
    'registries[0].cache: only a registry in a bucket (gs://…) or behind a server (https://…) has it',
  ],
  [
    'registries: [{ name: a, url: "https://h", transport: sdk }]',
    '1:54',
    'registries[0].transport: only a registry in a bucket (gs://…) has it',
  ],
  [
    'registries: [{ name: a, url: "https://h", kind: directory }]',
    '1:49',
    'registries[0].kind: only MLflow (mlflow) is behind a server',
  ],
  [
    'registries: [{ name: a, url: ./x }]',
    '1:30',
    'registries[0].url: it must be the address of an MLflow server: https://HOST',
  ],
  ['registries: [{ name: a, url: "https://h", path: x }]', '1:14', 'registries[0]: it has both path and url'],
  [
    'registries: [{ name: a, path: "https://me:geheim@h" }]',
    '1:31',
    'registries[0].path: it holds a login; give that by MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN',
  ],
  [
    'tokenHosts: ["https://h"]',
    '1:14',
    'tokenHosts[0]: it is no host: write mlflow.example.org, or mlflow.example.org:5000',
  ],
  [
    'registries: [{ name: a, path: "gs://models", cache: "gs://models" }]',
    '1:53',
    'registries[0].cache: it must be a folder on this machine',
  ],
])('%s is refused with line and column', (text, place, words) => {
  expect(() => parse(text)).toThrow(`/project/lastgood.config.yaml:${place}: ${words}.`);
});

test.each<[string, string, number, number, string]>([
  [
    'an unknown setting',
    'theme: dark\nreadonly: true\n',
    2,
    1,
    'unknown setting readonly; readOnly is meant',
  ],
  [
    'an unknown key of a registry',
    'registries:\n  - name: a\n    uri: x\n    path: y\n',
    3,
    5,
    'unknown setting uri',
  ],
  ['a wrong type', 'readOnly: "yes"\n', 1, 11, 'readOnly: it must be true or false'],
  ['a wrong theme', 'theme: pink\n', 1, 8, 'theme: it must be `dark`, `light` or `mono`'],
  ['a missing path', 'registries:\n  - name: a\n', 2, 5, 'registries[0]: it has neither path nor url'],
  [
    'a name twice',
    'registries: [{name: a, path: x}, {name: a, path: y}]',
    1,
    41,
    'registries[1].name: a stands here twice',
  ],
  [
    'a name with a slash',
    'registries: [{name: a/b, path: x}]',
    1,
    21,
    'registries[0].name: the name holds "/"',
  ],
  [
    'an alias that cannot be one',
    'protectedAliases: [v2]',
    1,
    20,
    'protectedAliases[0]: The alias name "v2" would read as a version',
  ],
  [
    'torn YAML',
    'theme: dark\nactor: [\n',
    3,
    1,
    'Flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
  ['a key twice', 'theme: dark\ntheme: mono\n', 2, 1, 'Map keys must be unique'],
  ['a list', '- a\n', 1, 1, 'the file: it must be settings by name'],
])('%s is refused with file, line and column', (_, text, line, column, words) => {
  expect(() => parse(text)).toThrow(`/project/lastgood.config.yaml:${line}:${column}: ${words}.`);
});

test('a server is configured by url, or by path as a bucket is', () => {
  const server = { name: 'ours', path: 'https://mlflow.example.org' };
  expect(
    parse('registries: [{ name: ours, kind: mlflow, url: "https://mlflow.example.org" }]').registries,
  ).toMatchObject([{ ...server, kind: 'mlflow' }]);
  const text = 'registries: [{ name: ours, path: "https://mlflow.example.org", cache: ./copy }]';
  expect(parse(text).registries).toMatchObject([{ ...server, kind: undefined, cache: '/project/copy' }]);
});

test('the refusal carries file, line and key as data', () => {
  try {
    parse('\nregistry: a\n');
    expect.unreachable();
  } catch (thrown) {
    expect(thrown).toMatchObject({
      code: 'invalid-configuration',
      data: { file: '/project/lastgood.config.yaml', line: 2, column: 1, key: 'registry' },
    });
  }
});

test('a project file may not say who acts; the file of the user may', () => {
  expect(() => parse('actor: somebody')).toThrow(':1:1: a project file may not say actor.');
  expect(parse('actor: somebody', 'user').actor).toBe('somebody');
});

test('a bomb of aliases and a key that steers the terminal are refused', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefg'
    .split('')
    .map((key, place) => `${key}: &${key} [${Array(10).fill(`*${'abcdef'[place]}`).join(',')}]`)
    .join('\n')}`;
  expect(() => parse(bomb)).toThrow('lastgood.config.yaml:');
  expect(() => parse('"\\e[31mred": 1')).toThrow('unknown setting ^[[31mred');
});

test('the example is a valid project file', async () => {
  const path = fileURLToPath(new URL('../../../lastgood.config.example.yaml', import.meta.url));
  const text = await readFile(path, 'utf8');
  const values = parseSettings({
    path: '/p/lastgood.config.yaml',
    text,
    role: 'project',
    homeFolder: '/home/me',
  });
  expect(values).toMatchObject({ defaultRegistry: 'production', protectedAliases: ['canary'] });
  expect(values.registries?.map(registry => registry.path)).toEqual([
    '/p/models_registry',
    '/p/staging_registry',
    'gs://our-models/registry',
    '/p/training/registry.json',
    'https://mlflow.example.com',
  ]);
  expect(values.policies).toMatchObject([{ name: 'house', path: '/p/policies/house.yaml' }]);
  expect(values.gates).toMatchObject([
    { model: '*', alias: 'production', policy: 'rag', thresholds: { 'main.groundedness': 3.5 } },
    { model: 'our-model', alias: 'production', policy: 'house' },
  ]);
});
