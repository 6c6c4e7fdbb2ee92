import { findFeedback, readVoteTerms, voteOptionRows } from '../feedback-options.ts';
import { judgeVotesHere, tellVotes } from '../tell-votes.ts';
import { defineVerb } from '../verb.ts';

export const abTallyVerb = defineVerb({
  name: 'ab_tally',
  ours: 'votes',
  group: "The originals' own commands",
  summary:
    'print PROMOTE where the votes are for a candidate, else REJECT and exit 3; S4 took one vote for enough',
  words: ['CANDIDATE'],
  options: {
    'feedback-file': {
      takes: 'FILE',
      help: 'else FEEDBACK_FILE, else user_feedback.json',
      ours: 'votes --feedback',
    },
    ...voteOptionRows,
  },
  run: async call => {
    const { host, words, options } = call;
    const question = {
      about: { model: undefined, version: words.CANDIDATE },
      candidate: words.CANDIDATE,
      terms: readVoteTerms(options),
      sinceCandidate: options['since-candidate'],
      path: await findFeedback(host, options['feedback-file']),
    };
    const judged = await judgeVotesHere(call, question);
    return tellVotes(host, question, judged, [judged.verdict === 'PASS' ? 'PROMOTE' : 'REJECT']);
  },
});
