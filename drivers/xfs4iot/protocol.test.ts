import { describe, expect, it } from 'vitest';
import { framesConform } from '../core/conformance.ts';
import { readFrames } from '../core/test-kit.ts';
import { xfs4iot } from './protocol.ts';

framesConform(xfs4iot, readFrames(new URL('./frames/xfs4iot.json', import.meta.url)));

const header = { name: 'BarcodeReader.Read', requestId: 7, type: 'completion', completionCode: 'success' };
const said = (message: unknown) => xfs4iot.decode('device->host', Buffer.from(JSON.stringify(message)));

describe('messages of XFS4IoT', () => {
  it.each([
    [{ header: { ...header, type: 'answer' } }, 'header.type is "answer"'],
    [{ header: { ...header, type: 'command' } }, 'goes host->device'],
    [{ header: { ...header, requestId: '7' } }, 'header.requestId is "7"'],
    [{ header: { ...header, requestId: undefined } }, 'header.requestId is missing'],
    [{ header: { ...header, completionCode: 'fine' } }, 'header.completionCode is "fine"'],
    [{ header: { ...header, completionCode: undefined } }, 'header.completionCode is missing'],
    [{ header: { ...header, type: 'event' } }, 'header.completionCode stands in a message of type event'],
    [{ header: { ...header, name: 'Read' } }, 'header.name is "Read"'],
    [{ header: { ...header, version: '2' } }, 'header.version is "2"'],
    [{ header, payload: 'x' }, 'payload is "x"'],
    [{ header, payload: { track1: { data: 'a' } } }, 'payload.track1.data is not base64'],
    [{ header, payload: { track1: { status: 'dataLost' } } }, 'payload.track1.status is "dataLost"'],
    [{ header, body: {} }, 'The message has a member "body"'],
    [{ payload: {} }, 'header is missing'],
    [[], 'The message is []'],
  ])('%j is refused', (message, reason) => {
    expect(said(message)).toMatchObject({ ok: false, error: expect.stringContaining(reason) });
  });

  it('a message with spaces is built again with its spaces, and masked without its tracks', () => {
    const text = JSON.stringify({ header, payload: { track1: { data: 'MTIz' } } }, null, 2);
    const meaning = xfs4iot.decode('device->host', Buffer.from(text));
    if (!meaning.ok) throw new Error(meaning.error);
    expect(xfs4iot.encode('device->host', meaning.value)).toEqual({ ok: true, value: new TextEncoder().encode(text) });
    expect(JSON.stringify(xfs4iot.mask?.(meaning.value))).not.toContain('MTIz');
  });
});
