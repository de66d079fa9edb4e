import { expect, it } from 'vitest';
import type { PersonId } from '../../../contract/ids.ts';
import type { Person } from '../../../contract/people.ts';
import { renewalsDue } from './renewal.ts';

const person = (id: string, change: Partial<Person>): Person => ({
  ...{ id: id as PersonId, code: id, name: id, group: '3A', kind: 'pupil', birthDate: '2018-05-01' },
  ...{ guardians: [], cardCount: 0, leftAtMs: null, ...change },
});
const people = [
  person('be', {}),
  person('khong-ngay', { birthDate: null }),
  person('lon', { birthDate: '2000-01-01' }),
  person('co-giao', { birthDate: null, kind: 'staff' }),
];
const at = (day: string): number => Date.parse(`${day}T03:00:00Z`);
const due = (enrolled: string, today: string) =>
  renewalsDue(
    people.map(({ id: personId }) => ({ personId, purpose: 'school-attendance', enrolledAtMs: at(enrolled) })),
    { personOf: (id) => people.find((one) => one.id === id) ?? null, months: 6, nowMs: at(today) },
  ).map(({ personId, dueBy, isLate }) => `${personId} ${dueBy}${isLate ? ' late' : ''}`);

it('a child’s face is spoken of two weeks before it is half a year old, and late after it; grown-ups are left alone', () => {
  expect(due('2026-05-20', '2026-11-05')).toEqual([]);
  expect(due('2026-05-20', '2026-11-06')).toEqual(['be 2026-11-20', 'khong-ngay 2026-11-20']);
  expect(due('2026-05-20', '2026-11-20')).toEqual(['be 2026-11-20', 'khong-ngay 2026-11-20']);
  expect(due('2026-05-20', '2026-11-21')).toEqual(['be 2026-11-20 late', 'khong-ngay 2026-11-20 late']);
});

it('enrolled on 31 August: due on 28 February; whoever was erased meanwhile is not named', () => {
  expect(due('2026-08-31', '2027-02-28')).toEqual(['be 2027-02-28', 'khong-ngay 2027-02-28']);
  const gone = { personId: 'ai' as PersonId, purpose: 'school-attendance' as const, enrolledAtMs: 0 };
  expect(renewalsDue([gone], { personOf: () => null, months: 6, nowMs: at('2026-11-20') })).toEqual([]);
});
