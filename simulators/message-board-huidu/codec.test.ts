import { describe, expect, it } from 'vitest';
import { bytesOf, hex, readFrames } from '../core/test-frames.ts';
import { answerDocument, heartbeatAnswer, takePackets, versionAnswer, xmlAnswer } from './codec.ts';
import { readDocument } from './document.ts';

const frames = readFrames('message-board-huidu/frames/huidu.json');
const GUID = '0123456789abcdef0123456789abcdef';

describe('a card', () => {
  it('the questions of the public demo are understood, and not before their last byte', () => {
    const question = bytesOf(frames, 'sdk_GetIFVersion');
    expect(takePackets(bytesOf(frames, 'version_ask')).asked).toEqual([{ kind: 'version' }]);
    expect(takePackets(question.subarray(0, -1)).asked).toEqual([]);
    const [page] = takePackets(question).asked;
    if (page?.kind !== 'page') throw new Error('No page');
    expect(readDocument(Buffer.from(page.bytes).toString('utf8'))).toEqual({
      guid: '##GUID',
      method: 'GetIFVersion',
      program: null,
    });
  });

  it('answers like the vectors, in one packet and in pages', () => {
    expect(hex(versionAnswer())).toBe(hex(bytesOf(frames, 'version_answer')));
    expect(hex(heartbeatAnswer())).toBe(hex(bytesOf(frames, 'heartbeat_answer')));
    const xml = answerDocument({
      guid: GUID,
      method: 'GetIFVersion',
      result: 'kSuccess',
      content: '<version value="1000000"/>',
    });
    expect(xmlAnswer(xml, 9000).map(hex)).toEqual([hex(bytesOf(frames, 'sdk_GetIFVersion_answer'))]);
    expect(hex(xmlAnswer(xml, 100)[0] ?? new Uint8Array())).toBe(hex(bytesOf(frames, 'sdk_answer_paged_0')));
  });

  it('a length that no packet has: what follows cannot be found', () => {
    expect(takePackets(bytesOf(frames, 'NEGATIVE_invented_1'))).toMatchObject({ asked: [], isLost: true });
  });

  it.each([
    ['an element that is not closed', '<sdk guid="a"><in method="AddProgram"></sdk>'],
    ['no method', '<sdk guid="a"><in/></sdk>'],
    [
      'an area without a text',
      '<sdk guid="a"><in method="AddProgram"><screen timeStamps="1"><program><area/></program></screen></in></sdk>',
    ],
  ])('%s is no document', (_, xml) => {
    expect(readDocument(xml)).toBeNull();
  });
});
