import { findFeedback, readVoteTerms, voteOptionRows } from '../feedback-options.ts';
import { judgeVotesHere, tellVotes } from '../tell-votes.ts';
import { defineVerb } from '../verb.ts';

export const votesVerb = defineVerb({
  name: 'votes',
  group: 'Look',
  summary: 'say whether the votes of people are for a candidate; needs no registry',
  words: ['MODEL', 'VERSION'],
  options: {
    feedback: {
      takes: 'FILE',
      help: 'what the voting page wrote; else FEEDBACK_FILE, else user_feedback.json',
    },
    as: { takes: 'ID', help: 'what the feedback calls the version; else VERSION' },
    ...voteOptionRows,
  },
  run: async call => {
    const { host, words, options } = call;
    const question = {
      about: { model: words.MODEL, version: words.VERSION },
      candidate: options.as ?? words.VERSION,
      terms: readVoteTerms(options),
      sinceCandidate: options['since-candidate'],
      path: await findFeedback(host, options.feedback),
    };
    return tellVotes(host, question, await judgeVotesHere(call, question));
  },
});
