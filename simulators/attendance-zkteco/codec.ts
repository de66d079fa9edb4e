// What a ZKTeco terminal posts and understands. Written from the Push SDK communication manual.

export interface Passage {
  readonly pin: string;
  /** Local time of the terminal, `yyyy-mm-dd hh:mm:ss`. */
  readonly time: string;
  readonly state: 0 | 1;
  readonly verify: number;
  readonly workCode: number;
}

const agent = 'User-Agent: iClock Proxy/1.09\r\nConnection: close\r\nAccept: */*';

const get = (host: string, target: string): Buffer =>
  Buffer.from(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${agent}\r\n\r\n`);

const post = (host: string, target: string, body: string): Buffer =>
  Buffer.from(
    `POST ${target} HTTP/1.1\r\nHost: ${host}\r\n${agent}\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );

export const askOptions = (host: string, serial: string) =>
  get(host, `/iclock/cdata?SN=${serial}&options=all&pushver=2.4.1&language=69`);

export const askTime = (host: string, serial: string) => get(host, `/iclock/cdata?SN=${serial}&type=time`);

export const askCommands = (host: string, serial: string) => get(host, `/iclock/getrequest?SN=${serial}`);

/** The first poll tells about the terminal: firmware, users, fingers, passages, address, versions. */
export const askCommandsWithInfo = (host: string, serial: string) =>
  get(host, `/iclock/getrequest?SN=${serial}&INFO=Ver%206.8.0(build640),2,0,0,192.168.1.201,10,-1,-12,101`);

export const postPassages = (host: string, serial: string, passages: readonly Passage[]): Buffer =>
  post(
    host,
    `/iclock/cdata?SN=${serial}&table=ATTLOG&Stamp=${(passages[0]?.time ?? '').replace(' ', 'T')}`,
    passages
      .map(({ pin, time, state, verify, workCode }) => `${pin}\t${time}\t${state}\t${verify}\t${workCode}\t\t\n`)
      .join(''),
  );

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Null while more is needed. */
export const readAnswer = (text: string): Answer | null => {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const head = text.slice(0, end);
  const body = text.slice(end + 4);
  const length = Number(/^content-length:\s*(\d+)/im.exec(head)?.[1] ?? 0);
  return body.length < length
    ? null
    : { status: Number(/^HTTP\/1\.[01] (\d+)/.exec(head)?.[1] ?? 0), body: body.slice(0, length) };
};

/** Seconds between two polls, as the host wants them. */
export const delayOf = (options: string): number | null => {
  const delay = Number(/^Delay=([\d.]+)/m.exec(options)?.[1]);
  return Number.isFinite(delay) && delay > 0 ? delay : null;
};
