import { findFolders, listExperiments } from './find-runs.ts';
import type { ArtifactPlace } from './list-artifacts.ts';
import { isFolder } from './list-folder.ts';

/**
 * Where in this store the files are that an address names; undefined where they are outside of it. An address of another machine is
 * understood by its end (`<experiment>/<run>/artifacts/…`), so that a store that was copied or moved still shows its files; its
 * beginning is never followed. Throws Node's error.
 * @param uri `runs:/<id>/path`, `models:/m-<id>`, `mlflow-artifacts:/…`, `file:///C:/…` or a path of any system
 */
export function findArtifacts(root: string, uri: string): ArtifactPlace | undefined {
  const [, scheme = '', rest = ''] = /^(?:([A-Za-z][A-Za-z0-9+.-]+):)?(.*)$/s.exec(uri) ?? [];
  const parts = splitPath(rest);
  if (parts === undefined) return undefined;
  const [first = '', ...others] = parts;
  if (scheme === 'runs') return findInside(root, first, others);
  if (scheme === 'models') return parts.length === 1 ? findInside(root, first, [], 'models') : undefined;
  return findByEnd(root, parts);
}

/** The parts of a path; undefined where one of them would lead elsewhere. */
function splitPath(text: string): readonly string[] | undefined {
  const parts = decode(text)
    .split(/[/\\]/)
    .filter(part => part !== '');
  return parts.some(part => part === '.' || part === '..' || part.includes('\0')) ? undefined : parts;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A path that is no address may have a percent sign of its own.
    return text;
  }
}

function findInside(
  root: string,
  id: string,
  path: readonly string[],
  inside?: 'models',
): ArtifactPlace | undefined {
  const found = findFolders(listExperiments(root), new Set([id]), inside).get(id);
  return found === undefined ? undefined : placeIn(found.folder.path, ['artifacts'], path);
}

/** `…/<experiment>/<run>/artifacts/…` or `…/<experiment>/models/<id>/artifacts/…`, where such an experiment is here. */
function findByEnd(root: string, parts: readonly string[]): ArtifactPlace | undefined {
  const experiments = listExperiments(root);
  for (let at = parts.indexOf('artifacts'); at !== -1; at = parts.indexOf('artifacts', at + 1)) {
    const start = parts[at - 2] === 'models' ? at - 3 : at - 2;
    const experiment = experiments.find(({ shown }) => shown.split('/').at(-1) === parts[start]);
    if (experiment !== undefined)
      return placeIn(experiment.path, parts.slice(start + 1, at + 1), parts.slice(at + 1));
  }
  return undefined;
}

/** The place that some folders lead to. None on the way may be a link: it could leave the store. */
function placeIn(
  from: string,
  folders: readonly string[],
  path: readonly string[],
): ArtifactPlace | undefined {
  let reached = from;
  for (const name of [...folders, ...path.slice(0, -1)]) {
    reached = `${reached}/${name}`;
    if (!isFolder(reached)) return undefined;
  }
  return { root: [from, ...folders].join('/'), path: path.join('/') };
}
