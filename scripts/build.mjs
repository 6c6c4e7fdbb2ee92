/**
 * Builds the program into dist/ (and writes nowhere else):
 * - dist/lastgood.js, the launcher: one small executable file, so that the first paint waits for nothing;
 * - dist/main.js and its chunks: the application with every package bundled in, unminified so that stack
 * traces can be read;
 * - dist/api.js, what programs import, and dist/api.d.ts, its types.
 *
 * Runs under Node 20 as well, because npm's `prepare` runs on the Node that npm itself runs on.
 * Everything is built in memory first: a failed build leaves the last good dist/ untouched.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { mergeFirstChunks, requireBuiltIns } from './merge-first-chunks.mjs';

const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const outputFolder = join(projectFolder, 'dist');

/**
 * yoga-layout fetches its own data: URL, which loads Node's whole HTTP client: 30 to 40 ms of CPU. This
 * decodes it directly.
 */
const yogaWithoutFetch = {
  name: 'yoga-without-fetch',
  setup(bundle) {
    bundle.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source
        .replaceAll('"function"==typeof fetch', 'false')
        .replaceAll('"function"!=typeof fetch', 'true');
      if (contents === source)
        throw new Error('yoga-layout changed: the fetch it no longer has cannot be removed');
      return { contents, loader: 'js' };
    });
  },
};

/**
 * Ink names react-devtools-core, which is not installed; an unresolved import would end the program at start.
 */
const reactDevtoolsStub = {
  name: 'react-devtools-stub',
  setup(bundle) {
    bundle.onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'stub' }));
    bundle.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: 'export default {};' }));
  },
};

/** @see quick-string-width.mjs */
const quickStringWidth = {
  name: 'quick-string-width',
  setup(bundle) {
    const exact = createRequire(import.meta.url).resolve('string-width');
    const quick = join(projectFolder, 'scripts/quick-string-width.mjs');
    bundle.onResolve({ filter: /^string-width$/ }, () => ({ path: quick }));
    bundle.onResolve({ filter: /^string-width\/exact$/ }, () => ({ path: exact }));
  },
};

/** Node's own modules that take milliseconds to load, with all that our files call of them. */
const slowBuiltIns = {
  'node:crypto': ['createHash', 'createHmac', 'hash', 'randomUUID'],
  'node:tty': ['isatty'],
};

/**
 * Loads those when one of their functions is called for the first time: most commands that only look call none. Commander takes
 * `node:child_process`, and with it Node's network, for a way to run verbs that we have none of.
 */
const builtInsWhenCalled = {
  name: 'built-ins-when-called',
  setup(bundle) {
    bundle.onResolve({ filter: /^node:(crypto|tty|child_process)$/ }, ({ path, importer, namespace }) => {
      if (/node_modules\/commander\//.test(importer) && path === 'node:child_process')
        return { path, namespace: 'never-called' };
      if (namespace === 'when-called') return { path, external: true };
      if (importer.includes('/node_modules/') || slowBuiltIns[path] === undefined) return undefined;
      return { path, namespace: 'when-called' };
    });
    bundle.onLoad({ filter: /.*/, namespace: 'never-called' }, () => ({ contents: 'module.exports = {};' }));
    bundle.onLoad({ filter: /.*/, namespace: 'when-called' }, ({ path }) => ({
      contents: slowBuiltIns[path]
        .map(name => `export const ${name} = (...given) => require('${path}').${name}(...given);`)
        .join('\n'),
    }));
  },
};

/** The pages of docs become part of the program: bin/help-pages.ts reads them from the project, this one from itself. */
const pagesWithin = {
  name: 'pages-within',
  setup(bundle) {
    bundle.onLoad({ filter: /\/bin\/help-pages\.ts$/ }, async () => {
      const folder = join(projectFolder, 'docs');
      const names = (await readdir(folder)).filter(name => name.endsWith('.md')).sort();
      const texts = await Promise.all(names.map(name => readFile(join(folder, name), 'utf8')));
      const pages = Object.fromEntries(names.map((name, at) => [name, texts[at]]));
      const contents = [
        `const pages = ${JSON.stringify(pages)};`,
        'export async function readPage(file) { return pages[file]; }',
      ].join('\n');
      return { contents, loader: 'js' };
    });
  },
};

/** CommonJS packages inside an ES module still call `require` for Node's own modules. */
const requireBanner = [
  "import { createRequire as createRequireOfBundle } from 'node:module';",
  'const require = createRequireOfBundle(import.meta.url);',
].join('\n');

async function readVersion() {
  const { version } = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8'));
  return version;
}

async function buildAll() {
  const shared = {
    absWorkingDir: projectFolder,
    outdir: outputFolder,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    legalComments: 'none',
    logLevel: 'warning',
    define: {
      __LASTGOOD_VERSION__: JSON.stringify(await readVersion()),
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
    },
  };
  const launcher = buildLauncher(shared);
  if (!existsSync(join(projectFolder, 'bin/main.ts'))) return [await launcher];
  return Promise.all([launcher, buildApplication(shared), declareApi()]);
}

async function buildLauncher(shared) {
  const { outputFiles } = await build({
    ...shared,
    target: 'node20',
    entryPoints: [{ in: 'bin/lastgood.ts', out: 'lastgood' }],
    external: ['./main.js'],
    banner: { js: requireBanner },
  });
  return {
    outputFiles: outputFiles.map(({ path, text }) => ({
      path,
      contents: Buffer.from(requireBuiltIns(text)),
    })),
  };
}

/** Heavy things are loaded by those who need them, from files of their own; everything else is in main.js. */
async function buildApplication(shared) {
  const options = {
    ...shared,
    target: 'node22',
    entryPoints: [
      { in: 'bin/main.ts', out: 'main' },
      { in: 'bin/api.ts', out: 'api' },
    ],
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    jsx: 'automatic',
    banner: { js: requireBanner },
    plugins: [yogaWithoutFetch, reactDevtoolsStub, quickStringWidth, builtInsWhenCalled, pagesWithin],
    metafile: true,
  };
  return await mergeFirstChunks(await build(options), join(outputFolder, 'main.js'), options);
}

/**
 * The types of what programs import: the files of the contract, which import only each other, put together, and the two values that
 * bin/api.ts gives by those types.
 */
async function declareApi() {
  const folder = join(projectFolder, 'src/ui/library/contract');
  const names = (await readdir(folder)).sort();
  const files = await Promise.all(names.map(name => readFile(join(folder, name), 'utf8')));
  const types = files.map(text => text.replace(/^import type \{[^}]*\} from '\.\/\w+\.ts';\n/gm, ''));
  const values = [
    'export declare const openRegistry: OpenRegistry;',
    'export declare const AppError: AppErrorClass;',
  ];
  const contents = Buffer.from([...types, ...values].join('\n'));
  return { outputFiles: [{ path: join(outputFolder, 'api.d.ts'), contents }] };
}

/**
 * Replaces file by file and then removes what is no longer built, so that a program started meanwhile finds a
 * whole one.
 */
async function writeAll(results) {
  const files = results.flatMap(result => result.outputFiles);
  for (const { path, contents } of files) {
    await mkdir(dirname(path), { recursive: true });
    const fresh = `${path}.new-${process.pid}`;
    await writeFile(fresh, contents, { mode: path.endsWith('lastgood.js') ? 0o755 : 0o644 });
    await rename(fresh, path);
  }
  const built = new Set(files.map(file => file.path));
  for (const entry of await readdir(outputFolder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !built.has(path) && !entry.name.includes('.new-')) await rm(path, { force: true });
  }
  const sizeBytes = files.reduce((sum, file) => sum + file.contents.byteLength, 0);
  const folder = relative(projectFolder, outputFolder);
  console.log(`built ${folder}: ${files.length} files, ${Math.round(sizeBytes / 1024)} KiB`);
}

await writeAll(await buildAll());
