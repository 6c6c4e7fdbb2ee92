import type { EvidenceFile as FoundEvidence } from '../evidence/evidence-file.ts';
import type { EvidenceSource } from '../gate/policy.ts';
import type { EvidenceFolder } from '../ports/evidence.ts';
import type { ReadOptions } from '../ports/registry.ts';
import { nameInVersion, type Registration } from '../registration/registration.ts';
import type { Session } from './session.ts';

/** The part of a registration that says where its evidence is. */
export type EvidenceOrigin = Pick<Registration, 'evidence' | 'resultsPath'>;

/**
 * The evidence a version is registered with, as a place: its results folder, in which a file that was named by itself takes the
 * place of the folder's own. What is judged is what is registered, whatever the folder holds.
 */
export function openCandidateEvidence(
  session: Pick<Session, 'openResults'>,
  { evidence, resultsPath }: EvidenceOrigin,
): EvidenceFolder {
  const base = resultsPath === undefined ? undefined : session.openResults(resultsPath);
  const others = evidence.filter(
    ({ path }) => resultsPath === undefined || !path.startsWith(`${resultsPath}/`),
  );
  const load = async (source: EvidenceSource, options: ReadOptions | undefined) => {
    const missing: FoundEvidence = { source: source.name, state: 'missing', name: source.files.join(' or ') };
    const named = others.find(file => source.files.includes(nameInVersion(file)));
    if (named === undefined) return (await base?.loadEvidence([source], options))?.[0] ?? missing;
    const end = named.path.lastIndexOf('/');
    const folder = session.openResults(named.path.slice(0, end) || '/');
    const [found] = await folder.loadEvidence([{ ...source, files: [named.path.slice(end + 1)] }], options);
    return found ?? missing;
  };
  return {
    place: base?.place ?? 'the files that were named',
    loadEvidence: async (sources, options) => {
      const found: FoundEvidence[] = [];
      for (const source of sources) found.push(await load(source, options));
      return found;
    },
  };
}
