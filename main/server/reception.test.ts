// The reception desk over the wire: who may use it, and what of a number is kept.
import { expect, it } from 'vitest';
import { startApp } from '../../test/support/app.ts';
import { createHostClient } from '../../test/support/client.ts';
import { accepted, newKey, refusalOf, services, temporaryFolder } from '../../test/support/site.ts';

const withoutDevices = (text: string) =>
  text.replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '').replace(/^devices:[\s\S]*$/m, '');

it('reception takes a number with a reason and one from the roll; an administrator without the role may not', async () => {
  using temporary = temporaryFolder();
  await using app = await startApp({ folder: temporary.folder, configure: withoutDevices });
  const { rpc } = createHostClient(app.url);
  expect(refusalOf(await rpc.reception.desk.query({}))).toBe('not-logged-in');
  accepted(await rpc.office.login.mutate({ login: 'truong', password: 'hoasua-truong' }));
  expect(refusalOf(await rpc.reception.desk.query({}))).toBe('not-allowed');
  const desk = createHostClient(app.url).rpc;
  accepted(await desk.office.login.mutate({ login: 'hoa', password: 'hoasua-hoa' }));
  const { priorities } = accepted(await desk.reception.desk.query({}));
  const ask = { serviceId: services.copies, language: 'vi' } as const;
  const first = accepted(
    await desk.reception.issue.mutate({
      ...ask,
      further: [services.land],
      priority: priorities[0]?.id,
      paper: 'print',
      key: newKey(),
    }),
  );
  const second = accepted(await desk.reception.issue.mutate({ ...ask, paper: 'roll', key: newKey() }));
  expect([first.number, second.number]).toEqual(['A001', 'A002']);
  const { reads } = app.site.queue;
  expect(reads.byId(first.ticketId)).toMatchObject({
    source: 'reception',
    priority: priorities[0]?.id,
    further: [services.land],
  });
  expect(reads.byId(second.ticketId)).toMatchObject({ source: 'roll', priority: null });
  expect(accepted(await desk.reception.desk.query({})).services[0]?.waiting).toBe(2);
  expect(refusalOf(await desk.reception.checkIn.mutate({ code: '22222222', language: 'vi' }))).toBe(
    'unknown-appointment',
  );
});
