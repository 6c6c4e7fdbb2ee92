import type { DifferenceKind } from './difference.ts';

/** How the copy stands to the bucket in a difference. `forked`: both went their own way. `aside`: neither side lacks anything. */
export type Standing = 'behind' | 'ahead' | 'changed' | 'forked' | 'aside';

/** What can be done about a difference. `by` is what does it; `person`: no program may decide it. */
export type DifferenceChoice = {
  readonly by: 'pull' | 'push' | 'doctor' | 'person' | 'nobody';
  /** A sentence, with what becomes of either side. */
  readonly text: string;
};

/** A kind of difference, for people. */
export type DifferenceWords = {
  /** Heads a group of them: `Only in the bucket`. */
  readonly heading: string;
  /** `critical`: two people may believe different things are live. `note`: nothing is wrong. */
  readonly severity: 'critical' | 'warning' | 'note';
  readonly standing: Standing;
  /** Why it matters, in a sentence. */
  readonly meaning: string;
  /** The safest first; never empty. */
  readonly choices: readonly [DifferenceChoice, ...DifferenceChoice[]];
};

const pullSetsAside = {
  by: 'pull',
  text: 'A pull brings what the bucket has; what is here now is kept beside it.',
} as const;

const doctorPutsBack = {
  by: 'doctor',
  text: 'lastgood doctor puts back in the bucket what the chain and the copy prove; the rest it only reports.',
} as const;

/** What each kind of difference means and what can be done about it, what one has to know first on top. */
export const differenceWords: Readonly<Record<DifferenceKind, DifferenceWords>> = {
  'history-forked': {
    heading: 'FORKED: two histories',
    severity: 'critical',
    standing: 'forked',
    meaning:
      'Both sides have an entry of the same number and not the same entry. Everybody else goes by the bucket; nothing is written to this model from here.',
    choices: [
      {
        by: 'person',
        text: 'Go by the bucket: move the copy away, pull afresh, then make again what stands only here.',
      },
      {
        by: 'person',
        text: "If the bucket's entry is wrong and nothing follows on it: restore that object's earlier generation.",
      },
    ],
  },
  'history-overwritten': {
    heading: 'Overwritten in the bucket: history',
    severity: 'critical',
    standing: 'changed',
    meaning:
      'An entry of the history never changes; another tool replaced or deleted it. The copy here still has it, and nothing stands against it.',
    choices: [
      {
        by: 'doctor',
        text: 'lastgood doctor puts it back in the bucket: nothing of anybody else is overwritten.',
      },
    ],
  },
  'history-damaged': {
    heading: 'DAMAGED in the bucket: history',
    severity: 'critical',
    standing: 'changed',
    meaning:
      'The history in the bucket is not one chain, and this copy cannot mend it. What is live is not sure; nothing is written to this model.',
    choices: [
      {
        by: 'person',
        text: 'Run lastgood doctor on a machine that read the history when it was whole: it puts back what is proven.',
      },
      {
        by: 'person',
        text: 'Without one, restore the objects named in the bucket from their earlier generations.',
      },
      {
        by: 'person',
        text: 'If they are lost for good, delete in the bucket what speaks of them: later entries, entries that cannot be used, the pointer named.',
      },
    ],
  },
  'history-edited': {
    heading: 'Not the history of the bucket',
    severity: 'critical',
    standing: 'changed',
    meaning:
      'The bucket is the truth: what the copy says instead is not followed and never pushed. Nothing is written to this model from here.',
    choices: [pullSetsAside],
  },
  'live-missing': {
    heading: 'Live, and missing in the bucket',
    severity: 'critical',
    standing: 'changed',
    meaning:
      'The history says that it is live, and who reads the bucket afresh cannot load it. Its name never means another version, so it is not registered again.',
    choices: [
      {
        by: 'push',
        text: 'From a machine that has a copy of it as it was registered, a push puts its files back.',
      },
      { by: 'person', text: 'Or roll back to a version that is whole.' },
    ],
  },
  'record-altered': {
    heading: 'Live, and not as it was registered',
    severity: 'critical',
    standing: 'changed',
    meaning:
      'The history has the digest of what was registered, and the bucket has something else in its place. This machine read only that, so it cannot put it back.',
    choices: [
      {
        by: 'person',
        text: 'Run lastgood doctor on a machine that read it before: it puts back what the digest proves.',
      },
      { by: 'person', text: 'Or roll back to a version that is whole.' },
    ],
  },
  'history-ahead': {
    heading: 'Only here: history',
    severity: 'warning',
    standing: 'ahead',
    meaning:
      'The history here goes on where the one in the bucket ends, so nobody else knows of these moves.',
    choices: [
      {
        by: 'push',
        text: 'A push adds the entries to the bucket; where the bucket has others by then, nothing is overwritten.',
      },
    ],
  },
  'changed-in-bucket': {
    heading: 'Replaced in the bucket',
    severity: 'warning',
    standing: 'changed',
    meaning:
      'A file of a registered version never changes; another tool replaced it. The copy is as this machine first read it.',
    choices: [doctorPutsBack, pullSetsAside],
  },
  'changed-here': {
    heading: 'Changed here by hand',
    severity: 'warning',
    standing: 'changed',
    meaning: 'The copy is not what the bucket has. It is never pushed, and never overwritten without asking.',
    choices: [pullSetsAside],
  },
  'gone-from-bucket': {
    heading: 'Gone from the bucket',
    severity: 'warning',
    standing: 'aside',
    meaning:
      'It was in the bucket and is there no more. The copy here is kept, and not pushed again by itself.',
    choices: [
      {
        by: 'person',
        text: 'If it was deleted by mistake, restore it in the bucket from its earlier generation, or copy it there.',
      },
      {
        by: 'pull',
        text: 'What the history says was archived is taken away here by lastgood sync pull --prune.',
      },
    ],
  },
  'only-here': {
    heading: 'Only here',
    severity: 'warning',
    standing: 'ahead',
    meaning: 'The bucket does not have it, so nobody else can see it.',
    choices: [
      {
        by: 'push',
        text: 'A push brings whole versions; a file added to a version that was registered without it stays here.',
      },
    ],
  },
  'pointer-stale': {
    heading: 'Pointers behind the history',
    severity: 'warning',
    standing: 'changed',
    meaning:
      'It does not say what the history says. Programs that read only the pointer load something else.',
    choices: [{ by: 'push', text: 'A push puts it in line; so do the next write and lastgood doctor.' }],
  },
  'incomplete-in-bucket': {
    heading: 'Unfinished in the bucket',
    severity: 'warning',
    standing: 'aside',
    meaning: 'A registration began it and has not finished. Nobody can see it, and its number is taken.',
    choices: [
      {
        by: 'doctor',
        text: 'Where it began, the next write or lastgood doctor finishes it; or register anew.',
      },
    ],
  },
  'pointer-is-folder': {
    heading: 'Copies in the place of a pointer',
    severity: 'note',
    standing: 'aside',
    meaning:
      'A copying tool left files under the name of a pointer. Before there is a history they say what is live; then they decide nothing. A pointer is not put beside them, since no copying tool could download both.',
    choices: [
      {
        by: 'push',
        text: 'Once no old program reads them, or downloads into a folder that has them: lastgood sync push --prune takes them away and writes the pointer.',
      },
      { by: 'nobody', text: 'Or leave them: the history says what is live.' },
    ],
  },
  'only-in-bucket': {
    heading: 'Only in the bucket',
    severity: 'note',
    standing: 'behind',
    meaning: 'It is not on this machine. Large files stay in the bucket until they are wanted.',
    choices: [{ by: 'pull', text: 'A pull brings it here.' }],
  },
  stranger: {
    heading: 'Not part of the registry',
    severity: 'note',
    standing: 'aside',
    meaning: 'Its name is none that a registry has. It is not read, and never touched.',
    choices: [{ by: 'nobody', text: 'Nothing has to be done.' }],
  },
};
