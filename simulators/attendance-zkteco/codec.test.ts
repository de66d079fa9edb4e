import { describe, expect, it } from 'vitest';
import { bytesOf, readFrames } from '../core/test-frames.ts';
import { askCommandsWithInfo, askOptions, askTime, delayOf, postPassages, readAnswer } from './codec.ts';

const frames = readFrames('attendance-zkteco/frames/zkteco_push.json');
const text = (name: string) => Buffer.from(bytesOf(frames, name)).toString('utf8');
const HOST = '192.168.1.10:8081';
const SERIAL = '12300001';

describe('a ZKTeco terminal', () => {
  it('asks for options, time and commands as in the manual', () => {
    expect(askOptions(HOST, SERIAL).toString()).toBe(text('init_get'));
    expect(askTime(HOST, SERIAL).toString()).toBe(text('time_get'));
    expect(askCommandsWithInfo(HOST, SERIAL).toString()).toBe(text('heartbeat_info'));
  });

  it('posts two passages as in the manual', () => {
    const passage = { pin: '982', state: 1, verify: 0, workCode: 9001 } as const;
    const times = ['2008-02-25 12:08:21', '2008-02-25 18:01:09'];
    const posted = postPassages(
      HOST,
      SERIAL,
      times.map((time) => ({ ...passage, time })),
    );
    expect(posted.toString()).toBe(text('attlog_post'));
  });

  it('understands the options of the manual, and an answer in pieces', () => {
    expect(delayOf(text('init_reply_body'))).toBe(30);
    const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK';
    expect(readAnswer(whole)).toEqual({ status: 200, body: 'OK' });
    for (let at = 0; at < whole.length; at++) expect(readAnswer(whole.slice(0, at))).toBeNull();
  });
});
