import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskCitizenCard, parseCitizenCard } from './citizen-card.ts';
import { classifyScan } from './scan-meaning.ts';

const TODAY = '2026-06-01';
const FIELDS = [
  '001090123456',
  '012345678',
  'NGUYỄN VĂN A',
  '01011990',
  'Nam',
  'Số 12, Quận 1, TP. Hồ Chí Minh',
  '15042021',
];
const card = (changes: Readonly<Record<number, string>> = {}) =>
  FIELDS.map((field, index) => changes[index] ?? field).join('|');
const reasonOf = (text: string) => {
  const parsed = parseCitizenCard(text, TODAY);
  return parsed.ok ? null : parsed.error.reason;
};

describe('a citizen card', () => {
  it('gives its fields, and keeps what follows the seventh', () => {
    expect(parseCitizenCard(`${card()}|||Trần Thị B`, TODAY)).toEqual({
      ok: true,
      value: {
        idNumber: '001090123456',
        oldIdNumber: '012345678',
        fullName: 'NGUYỄN VĂN A',
        birthDate: '1990-01-01',
        gender: 'male',
        address: 'Số 12, Quận 1, TP. Hồ Chí Minh',
        issueDate: '2021-04-15',
        extra: ['', '', 'Trần Thị B'],
        diacritics: 'present',
      },
    });
  });

  it('of somebody who never had the old number', () => {
    expect(parseCitizenCard(card({ 1: '' }), TODAY)).toMatchObject({ value: { oldIdNumber: null } });
  });

  it.each([
    ['a boy of this century', { 0: '001215000001', 3: '05072015' }],
    ['a woman', { 0: '079192000002', 2: 'Trần Thị Bích', 3: '29021992', 4: 'Nữ' }],
    ['a name of another people', { 2: "H'Hen Niê" }],
    ['a name with a hyphen', { 2: 'Y-Bliu Arul' }],
    ['an address without a comma', { 5: 'Hà Nội' }],
  ])('%s is read', (_, changes) => {
    expect(reasonOf(card(changes))).toBeNull();
  });

  it('composed and decomposed letters are the same card', () => {
    expect(parseCitizenCard(card().normalize('NFD'), TODAY)).toEqual(parseCitizenCard(card(), TODAY));
  });

  it.each([
    ['a web address with a bar in it', 'https://example.vn/abc|def', 'not-a-card'],
    ['an empty code', '', 'not-a-card'],
    [
      'an old card of health insurance',
      `GD4797912345678|${Buffer.from('Nguyễn Văn A').toString('hex')}|01/01/1990|1|-|$`,
      'health-insurance-card',
    ],
    ['a scanner that cuts long codes', FIELDS.slice(0, 6).join('|'), 'too-few-fields'],
    ['a bar inside the address', card({ 5: 'Số 1|Quận 2' }), 'issue-date'],
    ['a number with a digit less', card({ 0: '00109012345' }), 'id-number'],
    ['an old number with a digit more', card({ 1: '0123456789' }), 'old-id-number'],
    ['a name in small letters', card({ 2: 'nguyễn văn a' }), 'full-name'],
    ['markup instead of a name', card({ 2: '<b>A</b>' }), 'full-name'],
    ['the 31st of February', card({ 3: '31021990' }), 'birth-date'],
    ['29 February of a common year', card({ 3: '29021990' }), 'birth-date'],
    ['a birth in the future', card({ 0: '001226000001', 3: '01082026' }), 'birth-date'],
    ['slashes in a date', card({ 3: '01/01/1990' }), 'birth-date'],
    ['a third gender word', card({ 4: 'Khác' }), 'gender'],
    ['a keyboard that dropped the letter ữ', card({ 4: 'Nu' }), 'diacritics-lost'],
    ['no address', card({ 5: '' }), 'address'],
    ['an issue before the birth', card({ 6: '31121989' }), 'issue-date'],
    ['a number of a woman on the card of a man', card({ 0: '001190123456' }), 'century-and-gender'],
    ['a number of this century, born in the last', card({ 0: '001290123456' }), 'century-and-gender'],
    ['a number of another birth year', card({ 0: '001091123456' }), 'birth-year'],
    ['a code that types Enter', card({ 5: 'Số 1\r, Quận 2' }), 'control-character'],
    ['a text that turns the reading direction', card({ 5: 'Số 1\u202e, Quận 2' }), 'control-character'],
  ])('%s is refused with its reason', (_, text, reason) => {
    expect(reasonOf(text)).toBe(reason);
  });

  it('a wedge that stripped all letters is noticed', () => {
    expect(parseCitizenCard(card({ 2: 'NGUYEN VAN A', 5: 'So 12, Quan 1' }), TODAY)).toMatchObject({
      value: { diacritics: 'none' },
    });
  });

  it('masked, and in the reason of a refusal, it names nobody', () => {
    const parsed = parseCitizenCard(`${card()}|Trần Thị B`, TODAY);
    if (!parsed.ok) throw new Error(parsed.error.message);
    const masked = maskCitizenCard(parsed.value);
    expect(masked).toMatchObject({
      idNumber: '001******456',
      fullName: 'N. V. A.',
      birthDate: '1990-**-**',
      address: '***',
    });
    expect(JSON.stringify(masked)).not.toMatch(/090123|012345|NGUYỄN|Quận|Trần/);
    fc.assert(
      fc.property(fc.nat(6), fc.string({ maxLength: 12 }), (index, junk) => {
        const refused = parseCitizenCard(card({ [index]: junk }), TODAY);
        if (!refused.ok) expect(refused.error.message).not.toMatch(/090123|12345678|VĂN|Quận/);
      }),
    );
  });
});

describe('what a scan means', () => {
  const setting = { publicUrls: ['http://192.168.1.10:8080/'], today: TODAY };
  const token = 'S8Ns3VMd6tOgzmrYkcLUNQ';
  it.each([
    ['the QR of a ticket', `http://192.168.1.10:8080/t/${token}`, { kind: 'ticket', token }],
    ['its token alone', token, { kind: 'ticket', token }],
    ['a booking', 'MC:K7PQ2MXA', { kind: 'appointment', code: 'K7PQ2MXA' }],
    [
      'the page of a booking',
      'http://192.168.1.10:8080/book/#code=K7PQ2MXA',
      { kind: 'appointment', code: 'K7PQ2MXA' },
    ],
    ['a booking with a letter too few', 'MC:K7PQ2MX', { kind: 'unknown', refusal: null }],
    ['the ticket of another hall', `http://192.168.1.11:8080/t/${token}`, { kind: 'unknown', refusal: null }],
    ['more behind the token', `http://192.168.1.10:8080/t/${token}/../staff`, { kind: 'unknown', refusal: null }],
    ['a citizen card', card(), { kind: 'citizen-card', card: { idNumber: FIELDS[0] } }],
    ['a bad card', card({ 3: '31021990' }), { kind: 'unknown', refusal: { reason: 'birth-date' } }],
    ['a milk carton', '8934673576390', { kind: 'unknown', refusal: null }],
  ])('%s', (_, text, meaning) => {
    expect(classifyScan(text, setting)).toMatchObject(meaning);
  });

  it('anything at all: never throws, and no mutation of a card becomes another person', () => {
    fc.assert(
      fc.property(fc.nat(card().length - 1), fc.string({ unit: 'binary', maxLength: 3 }), (at, put) => {
        const text = card().slice(0, at) + put + card().slice(at + put.length);
        const meaning = classifyScan(text, setting);
        if (meaning.kind === 'citizen-card') expect(meaning.card.idNumber).toHaveLength(12);
      }),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void classifyScan(text, setting)));
  });
});
