import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answerChallenge,
  type Challenge,
  digestResponse,
  parseAuthHeader,
  readChallenge,
  usernameTokenDigest,
} from './http-digest.ts';
import { readFrames } from './test-kit.ts';

const frames = readFrames(new URL('../camera-mjpeg/frames/http_digest_onvif.json', import.meta.url));
const textOf = (name: string) => Buffer.from(frames.find((frame) => frame.name === name)?.bytes ?? []).toString('utf8');

const digestOf = (header: string) => {
  const parsed = parseAuthHeader(header);
  if (!parsed.ok) throw new Error(parsed.error);
  const [first] = parsed.value;
  if (first === undefined) throw new Error('The header names no scheme');
  const challenge = readChallenge(first);
  if (!challenge.ok) throw new Error(challenge.error);
  if (challenge.value.scheme !== 'digest') throw new Error('not Digest');
  return challenge.value;
};

const MUFASA = { username: 'Mufasa', method: 'GET', uri: '/dir/index.html', count: 1 };
const RFC_7616 =
  'Digest realm="http-auth@example.org", qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';

describe('what cameras ask before they let us in', () => {
  it('the example of RFC 2617 is answered as printed there', () => {
    const challenge = digestOf(
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
    );
    const input = { ...MUFASA, password: 'Circle Of Life', cnonce: '0a4f113b' };
    expect(digestResponse(challenge, input)).toBe(textOf('rfc2617_md5'));
  });

  it.each([
    ['MD5', 'rfc7616_md5'],
    ['SHA-256', 'rfc7616_sha256'],
  ])('the example of RFC 7616 with %s is answered as printed there', (algorithm, vector) => {
    const challenge = digestOf(`${RFC_7616}, algorithm=${algorithm}`);
    const input = { ...MUFASA, password: 'Circle of Life', cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' };
    expect(digestResponse(challenge, input)).toBe(textOf(vector));
  });

  it('a Hikvision that names no algorithm means MD5', () => {
    const [, header = ''] = /^WWW-Authenticate: (.*)\r\n$/.exec(textOf('hik_challenge_md5')) ?? [];
    const challenge = digestOf(header);
    expect(challenge).toMatchObject({ hash: 'MD5', isStale: false, realm: 'IP Camera' });
    const input = {
      username: 'admin',
      password: 'secret',
      method: 'POST',
      uri: '/onvif/device_service',
      cnonce: '0123456789abcdef',
      count: 1,
    };
    expect(digestResponse(challenge, input)).toBe(textOf('hik_challenge_md5_answer'));
  });

  it('the ONVIF token is the digest of the bytes of its nonce', () => {
    expect(usernameTokenDigest('LKqI6G/AikKCQrN0zqZFlg==', '2010-09-16T07:50:45Z', 'userpassword')).toBe(
      textOf('onvif_wsse_digest'),
    );
  });

  it('two challenges in one header are two, and an unquoted realm with a space is one value', () => {
    const parsed = parseAuthHeader('Digest realm=IP Camera, nonce="a,b", stale=TRUE, Basic realm="x \\"y\\""');
    expect(parsed.ok && parsed.value.map(readChallenge)).toMatchObject([
      { ok: true, value: { scheme: 'digest', realm: 'IP Camera', nonce: 'a,b', isStale: true, hasQop: false } },
      { ok: true, value: { scheme: 'basic', realm: 'x "y"' } },
    ]);
  });

  it('an answer without qop carries no counter', () => {
    const challenge: Challenge = digestOf('Digest realm="cam", nonce="n1"');
    const answer = answerChallenge(challenge, { ...MUFASA, password: 'p', cnonce: 'c' });
    expect(answer).not.toMatch(/qop|nc=|cnonce/);
  });

  it.each([
    ['Digest nonce="n"', /realm/],
    ['Digest realm="r"', /nonce/],
    ['Digest realm="r", nonce="n", algorithm=SHA-1', /SHA-1/],
    ['Digest realm="r", nonce="n", qop="auth-int"', /auth-int/],
    ['NTLM abc=d', /NTLM/],
  ])('%s is refused with its reason', (header, reason) => {
    const parsed = parseAuthHeader(header);
    const [first] = parsed.ok ? parsed.value : [];
    if (first === undefined) throw new Error('nothing was read');
    expect(readChallenge(first)).toMatchObject({ ok: false, error: expect.stringMatching(reason) });
  });

  it('whatever a camera writes into the header, nothing is thrown', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseAuthHeader(text)));
  });
});
