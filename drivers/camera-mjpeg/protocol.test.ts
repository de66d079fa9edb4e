import { describe, expect, it } from 'vitest';
import { framesConform } from '../core/conformance.ts';
import type { Direction } from '../core/protocol.ts';
import { readFrames } from '../core/test-kit.ts';
import { httpDigestOnvif } from './protocol.ts';

framesConform(httpDigestOnvif, readFrames(new URL('./frames/http_digest_onvif.json', import.meta.url)));

const decode = (direction: Direction, text: string) =>
  httpDigestOnvif.decode(direction, Uint8Array.from(Buffer.from(text)));
const DIGEST = 'WWW-Authenticate: Digest qop="auth", realm="IP Camera", nonce="6e31", stale="TRUE"\r\n';
const SHA = 'WWW-Authenticate: Digest realm="IP Camera", nonce="6e32", algorithm="SHA-256", qop="auth"\r\n';
const ANSWER = `Authorization: Digest username="admin", realm="r", nonce="n", uri="/", response="${'a'.repeat(32)}"\r\n`;
const TOKEN = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header><Security><UsernameToken><Username>admin</Username><Password Type="#PasswordDigest">tuOSpGlFlIXsozq4HFNeeGeFLEI=</Password><Nonce>LKqI6G/AikKCQrN0zqZFlg==</Nonce><Created>2010-09-16T07:50:45Z</Created></UsernameToken></Security></s:Header><s:Body><GetSnapshotUri/></s:Body></s:Envelope>`;

describe('frames beside the vectors', () => {
  it.each<[string, Direction, string, string]>([
    ['two challenges', 'device->host', DIGEST + SHA, 'challenge'],
    [
      'a whole refusal',
      'device->host',
      `HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n${DIGEST}${SHA}\r\n`,
      'challenge',
    ],
    ['a Basic challenge', 'device->host', 'WWW-Authenticate: Basic realm="cam"\r\n', 'challenge'],
    ['an answer', 'host->device', ANSWER, 'authorization'],
    ['an ONVIF request', 'host->device', TOKEN, 'soap'],
    ['an address', 'host->device', 'http://h/onvif/device_service', 'addresses'],
  ])('%s is explained, and built again to the byte', (_, direction, text, kind) => {
    const meaning = decode(direction, text);
    if (!meaning.ok) throw new Error(meaning.error);
    expect(meaning.value.kind).toBe(kind);
    const again = httpDigestOnvif.encode(direction, meaning.value);
    expect(again.ok && Buffer.from(again.value).toString()).toBe(text);
  });

  it.each<[string, Direction, string, RegExp]>([
    ['a response cut off', 'host->device', '6629fae49393a05397450978507c4ef', /31 characters/],
    ['a response in capitals', 'host->device', '6629FAE49393A05397450978507C4EF1', /lower-case/],
    ['a challenge without nonce', 'device->host', 'WWW-Authenticate: Digest realm="x"\r\n', /nonce/],
    ['an algorithm of nobody', 'device->host', DIGEST.replace('stale="TRUE"', 'algorithm=CRC32'), /CRC32/],
    ['an answer without response', 'host->device', ANSWER.replace(/, response.*"/, ''), /response/],
    ['a challenge from us', 'host->device', DIGEST, /other way/],
    [
      'a token with the password in clear',
      'host->device',
      TOKEN.replace('tuOSpGlFlIXsozq4HFNeeGeFLEI=', 'userpassword'),
      /no digest/,
    ],
    ['half an envelope', 'host->device', TOKEN.slice(0, -20), /XML/],
  ])('%s is refused with its reason', (_, direction, text, reason) => {
    expect(decode(direction, text)).toMatchObject({ ok: false, error: expect.stringMatching(reason) });
  });

  it('passwords are starred unless they are asked for', () => {
    for (const text of [
      'rtsp://admin:geheim@h/cam\n',
      `Authorization: Basic ${Buffer.from('admin:geheim').toString('base64')}\r\n`,
    ]) {
      const meaning = decode('host->device', text);
      if (!meaning.ok) throw new Error(meaning.error);
      expect(JSON.stringify(httpDigestOnvif.mask?.(meaning.value))).not.toMatch(/geheim|YWRtaW4/);
    }
  });
});
