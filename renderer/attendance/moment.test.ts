import { expect, test } from 'vitest';
import type { GateLook, GateOutcome, GatePassage, GateView } from '../../contract/gate.ts';
import type { DeviceId, PersonId, SheetId } from '../../contract/ids.ts';
import { mayTakeBack, momentOf, type Seen } from './moment.ts';

const nowMs = 1_000_000;
const sheetId = 's' as SheetId;
const passage = (over: Partial<GatePassage>): GatePassage => ({
  ...{ sheetId, personId: 'p' as PersonId, name: 'An', group: '', seat: '' },
  ...{ status: 'present', passage: 'first', method: 'face', seenAtMs: nowMs },
  ...over,
});
const view: GateView = {
  siteName: { vi: '', en: '' },
  gate: { id: 'g' as DeviceId, name: { vi: '', en: '' }, direction: 'in', mode: 'list', help: null },
  cameras: [],
  takes: { cards: false, codes: false },
  faces: 'ready',
  sessions: [{ sheetId, title: 'Họp', place: '', startsAtMs: 0, lateAfterMs: 0, expected: 1, arrived: 0 }],
  next: null,
  recent: [],
  notice: null,
  cardPrefix: '',
};
const lookOf = (...outcomes: readonly [width: number, outcome: GateOutcome][]): GateLook => ({
  tracks: outcomes.map(([width, outcome], track) => ({
    track,
    outcome,
    box: { left: 0, top: 0, width, height: width },
  })),
  trouble: null,
  skipped: null,
});
const at = (over: Partial<Seen>) => momentOf({ view, nowMs, looks: [], trouble: null, answer: null, ...over });
const camera = (state: GateView['cameras'][number]['state']) => ({ id: 'c' as DeviceId, label: '', state });

test('a name stays large for five seconds, and the next one takes its place at once', () => {
  const one = passage({ seenAtMs: nowMs - 4_000 });
  const next = passage({ personId: 'q' as PersonId, seenAtMs: nowMs - 10 });
  expect(at({ view: { ...view, recent: [one] } })).toEqual({ at: 'greeting', passage: one });
  expect(at({ view: { ...view, recent: [next, one] } })).toEqual({ at: 'greeting', passage: next });
  expect(at({ view: { ...view, recent: [passage({ seenAtMs: nowMs - 5_000 })] } })).toEqual({ at: 'inviting' });
});

test('a card that brought no name is said above the name before it', () => {
  const recent = [passage({})];
  const answer = { kind: 'unknown-card' } as const;
  expect(at({ view: { ...view, recent }, answer })).toEqual({ at: 'answer', answer });
  expect(at({ view: { ...view, recent, notice: { seq: 1, answer } } })).toEqual({ at: 'answer', answer });
  expect(at({ view: { ...view, recent }, answer: { kind: 'named', passage: passage({}) } }).at).toBe('greeting');
});

test('a card and then the face: asked to look, told to come closer, greeted, and not held up by the one before', () => {
  const answer = { kind: 'look', name: 'Bình', untilMs: nowMs + 15_000 } as const;
  const recent = [passage({ name: 'An' })];
  expect(at({ view: { ...view, recent }, answer })).toEqual({ at: 'answer', answer });
  const outcome = { kind: 'advice', advice: 'come-closer' } as const;
  expect(at({ view: { ...view, recent }, answer, looks: [lookOf([0.2, outcome])] })).toEqual({
    at: 'outcome',
    outcome,
  });
  const hers = passage({ name: 'Bình', method: 'card' });
  expect(at({ view: { ...view, recent: [hers, ...recent] }, answer })).toEqual({ at: 'greeting', passage: hers });
});

test('of several people the nearest is told what to do', () => {
  const near: GateOutcome = { kind: 'ask-card', why: 'look-alike' };
  expect(at({ looks: [lookOf([0.1, { kind: 'stranger' }], [0.3, near])] })).toEqual({ at: 'outcome', outcome: near });
  expect(at({ looks: [lookOf([0.3, { kind: 'looking' }])] })).toEqual({ at: 'inviting' });
});

test('one camera of two that works is enough; the only one that does not is named', () => {
  expect(at({ view: { ...view, cameras: [camera('black'), camera('ready')] } }).at).toBe('inviting');
  expect(at({ view: { ...view, cameras: [camera('black')] } })).toEqual({ at: 'camera', trouble: 'black' });
  expect(at({ trouble: 'denied' })).toEqual({ at: 'camera', trouble: 'denied' });
  expect(at({ looks: [{ tracks: [], trouble: 'frozen', skipped: null }] })).toEqual({
    at: 'camera',
    trouble: 'frozen',
  });
});

test('without a session, without faces, with the card first', () => {
  expect(at({ view: { ...view, sessions: [] } })).toEqual({ at: 'closed' });
  expect(at({ view: { ...view, faces: 'failed' }, trouble: 'denied' })).toEqual({ at: 'cards-only' });
  expect(at({ view: { ...view, gate: { ...view.gate, mode: 'card' } } })).toEqual({ at: 'card-first' });
});

test('“not me” can be pressed for a little less than the minute of the host, and not for a way out', () => {
  expect(mayTakeBack(passage({ seenAtMs: nowMs - 54_999 }), nowMs)).toBe(true);
  expect(mayTakeBack(passage({ seenAtMs: nowMs - 55_000 }), nowMs)).toBe(false);
  expect(mayTakeBack(passage({ passage: 'left' }), nowMs)).toBe(false);
});
