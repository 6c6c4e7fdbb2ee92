import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../src/core/errors/error-codes.ts';
import { consoleApp } from '../src/ui/console/open-console.ts';

const root = resolve(import.meta.dirname, '..');

type Source = { readonly path: string; readonly text: string; readonly imports: readonly string[] };

const sources = ['bin', 'src', 'test', 'scripts'].flatMap(folder => listSources(join(root, folder)));
const product = sources.filter(source => /^(?:src|bin)\//.test(source.path));

function listSources(folder: string): readonly Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(?:ts|tsx|mjs)$/.test(name))
    .map(name => readSource(join(folder, name)));
}

function readSource(path: string): Source {
  const text = readFileSync(path, 'utf8');
  const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].flatMap(match => match[1] ?? []);
  return { path: relative(root, path), text, imports };
}

/** Where an import leads, inside the project; packages stay as they are. */
function targetOf(source: Source, imported: string): string {
  return imported.startsWith('.') ? relative(root, resolve(root, dirname(source.path), imported)) : imported;
}

/** Imports of the sources under `from` that lead somewhere `isForbidden` names. */
function findImports(
  from: RegExp,
  isForbidden: (target: string, source: Source) => boolean,
): readonly string[] {
  return sources
    .filter(source => from.test(source.path))
    .flatMap(source =>
      source.imports
        .map(imported => targetOf(source, imported))
        .filter(target => isForbidden(target, source))
        .map(target => `${source.path} imports ${target}`),
    );
}

function findLines(paths: RegExp, pattern: RegExp, except: readonly string[] = []): readonly string[] {
  return product
    .filter(source => paths.test(source.path) && !except.includes(source.path))
    .flatMap(source =>
      withoutComments(source.text)
        .split('\n')
        .filter(line => pattern.test(line))
        .map(line => `${source.path}: ${line.trim()}`),
    );
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

describe('imports run one way', () => {
  it('core imports nothing outside of core', () => {
    expect(findImports(/^src\/core\//, target => !target.startsWith('src/core/'))).toEqual([]);
  });

  it('ui imports core and itself, never an adapter', () => {
    expect(findImports(/^src\/ui\//, target => /^(?:src\/adapters|bin|test)\//.test(target))).toEqual([]);
  });

  it('adapters import core and themselves, never ui', () => {
    expect(findImports(/^src\/adapters\//, target => /^(?:src\/ui|bin|test)\//.test(target))).toEqual([]);
  });

  it('an adapter imports no other product, only the shared ground of files, history, HTTP and sources', () => {
    const shared = ['files', 'history', 'http', 'source'];
    const productOf = (path: string): string | undefined => /^src\/adapters\/([^/]+)\//.exec(path)?.[1];
    const isForbidden = (target: string, source: Source): boolean => {
      const [from, to] = [productOf(source.path), productOf(target)];
      return to !== undefined && to !== from && !shared.includes(to);
    };
    expect(findImports(/^src\/adapters\/(?!sample\/)/, isForbidden)).toEqual([]);
  });

  it('a screen imports no other screen', () => {
    const screenOf = (path: string): string | undefined => /^src\/ui\/screens\/([^/]+)\//.exec(path)?.[1];
    const isForbidden = (target: string, source: Source): boolean => {
      const to = screenOf(target);
      return to !== undefined && to !== screenOf(source.path);
    };
    expect(findImports(/^src\/ui\/screens\//, isForbidden)).toEqual([]);
  });

  it('runtime, components and format know no screen and no registry', () => {
    const isForbidden = (target: string): boolean =>
      /^src\/ui\/(?:screens|console|act|command-line)\//.test(target);
    expect(findImports(/^src\/ui\/(?:runtime|components|format|terminal)\//, isForbidden)).toEqual([]);
  });

  it('the command line draws nothing: it imports neither Ink nor React', () => {
    const isForbidden = (target: string): boolean => /^(?:ink|react)/.test(target) || target.endsWith('.tsx');
    expect(findImports(/^src\/ui\/command-line\//, isForbidden)).toEqual([]);
  });

  it('the launcher imports no part of the application before it has checked the ground', () => {
    const isForbidden = (target: string): boolean =>
      /^src\/(?:core|adapters)\//.test(target) || /main/.test(target);
    const launcher = sources.find(source => source.path === 'bin/lastgood.ts');
    const statics = [...(launcher?.text ?? '').matchAll(/^import .* from '([^']+)'/gm)].flatMap(
      match => match[1] ?? [],
    );
    expect(launcher).toBeDefined();
    expect(statics.map(path => targetOf(launcher as Source, path)).filter(isForbidden)).toEqual([]);
  });
});

describe('invariants', () => {
  it('core has no I/O, clock, randomness, environment or printing of its own', () => {
    const outside =
      /\bprocess\b\.|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bfetch\(|\bconsole\.\w+\(|\bsetTimeout\b|\bcrypto\./;
    expect(findLines(/^src\/core\//, outside)).toEqual([]);
  });

  it('only the code in core/apply calls a port method that writes', () => {
    const writes =
      /\.(?:outbox\.(?:put|claim|remove)|deliver|appendEntry|writeJournal|removeJournal|addVersion|keepFile|project|initialise|removeLeftovers|restore|transfer|repair)\(|\bhub\.publish\(|\bjournal\.(?:begin|claim)\(/;
    const allowed = /^src\/(?:core\/apply|adapters)\//;
    const found = product.filter(
      source => !allowed.test(source.path) && writes.test(withoutComments(source.text)),
    );
    expect(found.map(source => source.path)).toEqual([]);
  });

  it('what sessions show and decide by has the facts that were recorded later: versions are loaded in one place', () => {
    // Doctor looks at the records alone.
    const allowed = ['src/core/session/load-records.ts', 'src/core/apply/run-doctor.ts'];
    expect(
      findLines(/^(?:src\/(?!adapters\/)|bin\/)/, /reader(?:Now\(\))?\.loadVersions\(/, allowed),
    ).toEqual([]);
  });

  it('outside of core/apply only its guarded doors are used: applyPlan, applySync, applyPublication, carryDeployment and runDoctor', () => {
    // Telling others changes nothing in a registry: it may be done where that is only read.
    const telling = ['tell-events', 'tell-drift', 'tell-refused', 'send-outbox', 'drop-item'];
    // Giving a deployment up takes it out of the journal of this machine, and nothing else.
    const deploying = ['carry-deployment', 'deployment-environment', 'abandon-deployment'];
    const doors = [
      'apply-environment',
      'apply-plan',
      'apply-publication',
      'apply-sync',
      'run-doctor',
      ...telling,
      ...deploying,
    ].map(name => `src/core/apply/${name}.ts`);
    const isForbidden = (target: string): boolean =>
      target.startsWith('src/core/apply/') && !doors.includes(target);
    expect(findImports(/^(?:src\/(?!core\/apply\/)|bin\/)/, isForbidden)).toEqual([]);
    for (const door of ['apply-plan', 'apply-publication', 'apply-sync', 'carry-deployment', 'run-doctor']) {
      const source = sources.find(candidate => candidate.path === `src/core/apply/${door}.ts`);
      expect(source?.text).toMatch(/requireWriteAccess\(environment(?:\.session)?\)/);
    }
  });

  it('interfaces are ports; everything else is a type', () => {
    const found = product
      .filter(source => !source.path.startsWith('src/core/ports/'))
      .filter(source => /^\s*(?:export )?interface /m.test(source.text));
    expect(found.map(source => source.path)).toEqual([]);
  });

  it('no file is a barrel, a default export or a drawer for everything', () => {
    const reExports = product.filter(source => /^export (?:\*|\{[^}]*\}) from/m.test(source.text));
    const defaults = product.filter(source => /^export default/m.test(source.text));
    const drawers = product.filter(source =>
      /(?:utils?|helpers?|common|misc|manager|service)\.tsx?$/.test(source.path),
    );
    expect([...reExports, ...defaults, ...drawers].map(source => source.path)).toEqual([]);
  });

  it('hooks live in the runtime only', () => {
    const hooks =
      /\buse(?:State|Effect|Ref|Memo|Callback|Reducer|SyncExternalStore|Input|Paste|App|Stdin|Stdout)\(/;
    expect(findLines(/^src\/ui\/(?!runtime\/)/, hooks)).toEqual([]);
  });

  it('colours are named by meaning: no colour stands in a view', () => {
    const hue = /\b(?:color|backgroundColor)="|'(?:red|green|yellow|blue|magenta|cyan|gray)/;
    expect(findLines(/^src\/ui\//, hue, ['src/ui/terminal/theme.ts'])).toEqual([]);
  });

  it('files hold one concept each', () => {
    const long = product.filter(source => source.text.split('\n').length > 300);
    expect(long.map(source => `${source.path}: ${source.text.split('\n').length} lines`)).toEqual([]);
  });

  it('every error code is used', () => {
    const used = product
      .filter(source => source.path !== 'src/core/errors/error-codes.ts')
      .map(source => source.text)
      .join('\n');
    expect(Object.keys(errorCodes).filter(code => !used.includes(`'${code}'`))).toEqual([]);
  });

  it('no leftovers stand in the code', () => {
    const leftovers = /\b(?:TODO|FIXME|XXX)\b|@ts-ignore|@ts-expect-error|\bas any\b/;
    expect(product.filter(source => leftovers.test(source.text)).map(source => source.path)).toEqual([]);
  });
});

describe('keys', () => {
  const moveKeys = ['j', 'k', 'g', 'G', 'ctrl-d', 'ctrl-u'];

  it('no screen puts a meaning of its own on a movement key', () => {
    const taken = consoleApp.screens.flatMap(screen =>
      screen.bindings.flatMap(binding =>
        binding.keys.filter(key => moveKeys.includes(key)).map(key => `${screen.name}: ${key}`),
      ),
    );
    expect(taken).toEqual([]);
  });

  it('a confirming key is y or enter and nothing else', () => {
    const confirming = consoleApp.screens.flatMap(screen =>
      screen.bindings.filter(binding => binding.confirms).flatMap(binding => binding.keys),
    );
    expect(new Set(confirming)).toEqual(new Set(['enter', 'y']));
  });

  it('y means nothing outside of a confirmation', () => {
    const outside = consoleApp.screens.flatMap(screen =>
      screen.bindings
        .filter(binding => !binding.confirms && binding.keys.includes('y'))
        .map(() => screen.name),
    );
    expect(outside).toEqual([]);
  });
});
