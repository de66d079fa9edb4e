import { describe, expect, it } from 'vitest';
import { framesConform } from '../core/conformance.ts';
import { readFrames } from '../core/test-kit.ts';
import { hikvisionDahua } from './protocol.ts';

framesConform(hikvisionDahua, readFrames(new URL('./frames/hikvision_dahua.json', import.meta.url)));

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const heard = (text: string) => hikvisionDahua.decode('device->host', bytes(text));
const again = (text: string) => {
  const meaning = heard(text);
  if (!meaning.ok) throw new Error(meaning.error);
  const built = hikvisionDahua.encode('device->host', meaning.value);
  return built.ok ? Buffer.from(built.value).toString('latin1') : built.error;
};

const FACE = JSON.stringify({
  dateTime: '2026-03-02T07:31:09+07:00',
  eventType: 'AccessControllerEvent',
  eventState: 'active',
  AccessControllerEvent: {
    majorEventType: 5,
    subEventType: 75,
    employeeNoString: '1042',
    currentVerifyMode: 'face',
    attendanceStatus: 'checkIn',
    serialNo: 258,
  },
});
const PASSAGE =
  'Code=AccessControl;action=Pulse;index=0;data={"UserID" : "1042","CardNo" : "A1B2=","Method" : 15,"Type" : "Entry"}';
const facePart = `--MIME_boundary\r\nContent-Type: application/json\r\nContent-Length: ${FACE.length}\r\n\r\n${FACE}\r\n`;
const dahuaPart = `--myboundary\r\nContent-Type: text/plain\r\nContent-Length: 999\r\n\r\n${PASSAGE}\r\n`;
const picture = '\xff\xd8\x01\x02\xff\xd9';

describe('frames beside the vectors', () => {
  it.each([
    ['a face at a terminal', facePart, 'hikvision-event'],
    ['a passage at a Dahua door', dahuaPart, 'dahua-event'],
    ['a part with the next boundary behind it', `${facePart}--MIME_boundary\r\n`, 'hikvision-event'],
    ['two parts in one piece', dahuaPart + dahuaPart, 'parts'],
    [
      'a picture that was asked for',
      `HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 6\r\n\r\n${picture}`,
      'picture',
    ],
    ['a refused login', 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n', 'refusal'],
    [
      'a boundary attribute with its hyphens',
      'HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary="--cam"\r\n\r\n--cam\r\n',
      'stream-head',
    ],
    ['the result of a search', '{"AcsEvent":{"responseStatusStrg":"NO MATCH","numOfMatches":0}}', 'missed-events'],
  ])('%s is explained, and built again to the byte', (_, text, kind) => {
    expect(heard(text)).toMatchObject({ ok: true, value: { kind } });
    expect(again(text)).toBe(text);
  });

  it.each([
    ['a lying length of XML', facePart.replace(/Length: \d+/, 'Length: 9'), /Content-Length is 9/],
    ['half a JSON', FACE.slice(0, 60), /JSON/],
    ['half an XML', '<EventNotificationAlert><eventType>VMD</eventType>', /XML/],
    ['a day that is none', FACE.replace('03-02', '02-31'), /dateTime/],
    ['data that is no JSON', 'Code=VideoMotion;action=Start;index=0;data={"a":', /JSON/],
    ['no action', 'Code=VideoMotion;index=0', /Code=…;action=…/],
    ['half a picture', 'Content-Type: image/jpeg\r\nContent-Length: 6\r\n\r\n\xff\xd8\x01', /6/],
    ['a head without end', '--boundary\r\nContent-Type: application/xml\r\n', /empty line/],
    ['a spoiled second part', `${dahuaPart}--myboundary\r\nContent-Type: text/plain\r\n\r\nCode=\r\n`, /Part 2/],
  ])('%s is refused with its reason', (_, text, reason) => {
    expect(heard(text)).toMatchObject({ ok: false, error: expect.stringMatching(reason) });
  });

  it.each([facePart, dahuaPart, dahuaPart + dahuaPart])('whoever passed is starred unless it is asked for', (text) => {
    const meaning = heard(text);
    if (!meaning.ok) throw new Error(meaning.error);
    expect(JSON.stringify(meaning.value)).toContain('1042');
    expect(JSON.stringify(hikvisionDahua.mask?.(meaning.value))).not.toMatch(/1042|A1B2/);
  });
});
