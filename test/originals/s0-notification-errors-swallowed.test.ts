import { expect, test } from 'vitest';
import { createToldProject, sure } from '../support/notify/told-project.ts';

/** S0 caught what went wrong with mail and issue, and the job was green: nobody heard of the rollback, and nobody knew. */
test('S0 notification: what was not told is said at once, kept, seen by doctor, and told later', async () => {
  const project = await createToldProject();
  project.smtp.failNext({ fault: 'login-refused' });
  project.github.failNext({ fault: 'status', status: 401 });
  const back = ['rollback', 'frontshift-rag', '--to', 'v1', '--reason', 'INC-42', ...sure];
  const done = await project.run(back);
  expect(done.code).toBe(0);
  expect(done.error).toMatch(/Not told to mail yet: .* does not take the login/);
  expect(done.error).toMatch(/Not told to tickets yet: .* does not take the login/);
  const doctor = await project.run(['doctor']);
  expect(doctor.out).toContain('note: outbox, mail: 1 event waits to be told');
  expect(doctor.out).toContain('note: outbox, tickets: 1 event waits to be told');
  expect((await project.run(['outbox', 'send'])).code).toBe(0);
  expect([project.smtp.mails.length, project.github.issues.length]).toEqual([1, 1]);
});
