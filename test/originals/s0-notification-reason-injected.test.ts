import { expect, test } from 'vitest';
import { readMail } from '../support/notify/read-mail.ts';
import { hostileReason } from '../support/notify/sample-event.ts';
import { createToldProject, sure } from '../support/notify/told-project.ts';

/** S0's workflow put `${{ inputs.reason }}` into a Python and a JavaScript program: a quotation mark ended the text and began code. */
test('S0 notification: a reason that is code in every medium arrives as the words it is', async () => {
  const project = await createToldProject();
  const back = ['rollback', 'frontshift-rag', '--to', 'v1', '--reason', hostileReason, ...sure];
  expect((await project.runToTheEnd(back)).code).toBe(0);
  const { headers, text } = readMail(project.smtp.mails[0]?.source ?? '');
  expect(text).toContain(hostileReason);
  expect(headers.has('bcc')).toBe(false);
  expect(project.smtp.mails[0]?.to).toEqual(['oncall@example.org']);
  const body = project.github.issues[0]?.body ?? '';
  const reason = body.split('\n').find(line => line.startsWith('| Reason')) ?? '';
  expect(reason).not.toMatch(/[<>@`[\]*]/);
  expect(body.match(/<!--/g)).toHaveLength(1);
  expect(project.slack.requests[0]?.body).not.toMatch(/<!|@channel|@everyone/);
  expect(JSON.parse(project.hook.requests[0]?.body ?? '')).toMatchObject({ reason: hostileReason });
});
