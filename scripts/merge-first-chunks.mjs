/**
 * Puts what every command loads into one file. esbuild splits by what is needed together, which makes some 25 small files of it, and
 * Node takes longer to find and open those than to run them. What is loaded later stays as it was split; what it shares with the
 * first file it imports from there.
 */
import { dirname, relative, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * The output files of a build with splitting, with an entry and all it loads at once in one.
 * @param result what `esbuild.build` gave with `metafile` and without `write`
 * @param entry path of the entry's output file
 * @param options what that build was called with, its `banner.js` included
 */
export async function mergeFirstChunks({ outputFiles, metafile }, entry, options) {
  const texts = new Map(outputFiles.map(({ path, text }) => [path, text]));
  const outputs = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => [resolve(options.absWorkingDir, path), output]),
  );
  const first = listLoadedAtOnce(outputs, entry, options.absWorkingDir);
  const aliasOf = (path, name) =>
    path === entry ? name : `${name}_of_chunk_${[...first].indexOf(path).toString()}`;
  const merged = await mergeInto(entry, { texts, outputs, first, aliasOf }, options);
  const later = outputFiles
    .filter(({ path }) => !first.has(path))
    .map(({ path, text }) => ({
      path,
      contents: Buffer.from(importFromEntry(path, text, { entry, first, aliasOf })),
    }));
  return { outputFiles: [merged, ...later] };
}

function listLoadedAtOnce(outputs, entry, folder) {
  const found = new Set([entry]);
  for (const path of found) {
    for (const { path: imported, kind, external } of outputs.get(path).imports)
      if (kind === 'import-statement' && !external) found.add(resolve(folder, imported));
  }
  return found;
}

/** The one file. It also gives, by names of its own, what the files it is made of gave each other. */
async function mergeInto(
  entry,
  { texts, outputs, first, aliasOf },
  { absWorkingDir, banner, target, define },
) {
  const exported = [...first].map(path => {
    const names = outputs.get(path).exports.map(name => `${name} as ${aliasOf(path, name)}`);
    return `export { ${names.join(', ')} } from ${JSON.stringify(path)};`;
  });
  const chunks = {
    name: 'chunks-in-memory',
    setup(bundle) {
      bundle.onResolve({ filter: /^[./]/ }, ({ path, resolveDir, kind }) => {
        const wanted = resolve(resolveDir, path);
        if (kind === 'import-statement' && first.has(wanted)) return { path: wanted };
        return { path: `./${relative(dirname(entry), wanted)}`, external: true };
      });
      bundle.onLoad({ filter: /.*/ }, ({ path }) => ({
        contents: texts.get(path).replace(banner.js, ''),
        resolveDir: dirname(path),
      }));
    },
  };
  const { outputFiles } = await build({
    ...{ absWorkingDir, banner, target, define },
    stdin: { contents: exported.join('\n'), resolveDir: dirname(entry) },
    outfile: entry,
    ...{ bundle: true, write: false, format: 'esm', platform: 'node', logLevel: 'warning' },
    plugins: [chunks],
  });
  const text = escapeCharacters(requireBuiltIns(outputFiles[0].text));
  return { path: entry, contents: Buffer.from(text) };
}

/**
 * Names are taken from Node's own modules by `require`: for an import Node first looks at everything they have, which loads what is
 * behind it, such as all of its streams.
 */
export function requireBuiltIns(text) {
  return text
    .replaceAll(/^import \{([^}]*)\} from ("node:(?!module")[\w/]+");$/gm, (_, names, name) => {
      return `const {${names.replaceAll(' as ', ': ')}} = require(${name});`;
    })
    .replaceAll(/^import \* as (\w+) from ("node:[\w/]+");$/gm, 'const $1 = require($2);');
}

/** Node reads a file of ASCII alone faster, and keeps it in half the memory. Only expressions and comments still have others. */
function escapeCharacters(text) {
  return text.replaceAll(/[^\0-\x7f]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A file that is loaded later, importing from the one file what it imported from a part of it. */
function importFromEntry(path, text, { entry, first, aliasOf }) {
  const place = JSON.stringify(toImport(relative(dirname(path), entry)));
  return text.replaceAll(/^import (?:\{([^}]*)\} from )?"(\.[^"]+)";$/gm, (statement, names, imported) => {
    const source = resolve(dirname(path), imported);
    if (!first.has(source)) return statement;
    if (names === undefined) return `import ${place};`;
    const renamed = names.split(',').map(each => {
      const [name, local = name] = each.trim().split(' as ');
      return `${aliasOf(source, name)} as ${local}`;
    });
    return `import { ${renamed.join(', ')} } from ${place};`;
  });
}

function toImport(path) {
  return path.startsWith('.') ? path : `./${path}`;
}
