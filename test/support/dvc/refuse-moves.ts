import type { CreateDvcMoves } from '../../../src/adapters/dvc/dvc-options.ts';

/** A tree that is only looked at: the history is what its files say, and every write fails the test. */
export const refuseMoves: CreateDvcMoves = ({ history }) => {
  const refuse = async (): Promise<never> => {
    throw new Error('nothing may be written here');
  };
  const refusing = { ...history, appendEntry: refuse };
  return {
    history: refusing,
    describeProjections: () => [],
    describeRegistration: () => [],
    judgeIndex: async index => index,
    writer: {
      history: refusing,
      catchUp: refuse,
      initialise: refuse,
      writeJournal: refuse,
      removeJournal: refuse,
      addVersion: refuse,
      keepFile: refuse,
      findBegunVersion: refuse,
      findAddedVersion: refuse,
      project: refuse,
      restore: refuse,
      restoreMissing: refuse,
      removeLeftovers: refuse,
    },
  };
};
