// Requests that no screen of ours sends: each is answered with what is wrong, and none reaches a handler.
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { type Handlers, type RpcContext, registerRpc } from './rpc.ts';

const allHandlers = (asked: (path: string) => Promise<unknown>): Handlers =>
  new Proxy({} as Handlers, {
    get: (_areas, area) => new Proxy({}, { get: (_names, name) => () => asked(`${String(area)}.${String(name)}`) }),
  });

const start = (asked: (path: string) => Promise<unknown> = async () => null) => {
  const app = fastify();
  registerRpc(app, allHandlers(asked), () => ({}) as RpcContext);
  return app;
};

test.each([
  ['a command that there is not', { method: 'POST', url: '/rpc/counter.explode', payload: {} }, 404, 'NOT_FOUND'],
  ['a command in the words of a question', { method: 'GET', url: '/rpc/counter.next' }, 405, 'METHOD_NOT_SUPPORTED'],
  ['a question with broken JSON', { method: 'GET', url: '/rpc/staff.me?input=%7B' }, 400, 'BAD_REQUEST'],
  ['a press without its key', { method: 'POST', url: '/rpc/counter.next', payload: {} }, 400, 'BAD_REQUEST'],
  ['a command without a body', { method: 'POST', url: '/rpc/counter.next' }, 400, 'BAD_REQUEST'],
] as const)('%s is answered with what is wrong', async (_what, request, status, code) => {
  const asked: string[] = [];
  await using app = start(async (path) => void asked.push(path));
  const answer = await app.inject(request);
  expect(answer.statusCode).toBe(status);
  expect(answer.json().error.data).toMatchObject({ code, httpStatus: status });
  expect(answer.json().error.message).not.toBe('');
  expect(asked).toEqual([]);
});

test('a bug in a handler is told without its words, which may hold what only one person should know', async () => {
  await using app = start(async () => {
    throw new Error('the secret of ticket A001');
  });
  const answer = await app.inject({ method: 'GET', url: '/rpc/staff.me?input=%7B%7D' });
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain('A001');
});

test('an answer of another shape than promised does not leave the host', async () => {
  await using app = start(async () => ({ passwordHash: 'x' }));
  const answer = await app.inject({ method: 'GET', url: '/rpc/staff.me?input=%7B%7D' });
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain('passwordHash');
});
