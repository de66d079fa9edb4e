// The Nextion display's side, written from docs/protocols/nextion-pad.md.

const END = Buffer.from([0xff, 0xff, 0xff]);
const BUFFER_BYTES = 1024;

export type Command =
  | { readonly verb: 'page'; readonly page: number }
  | { readonly verb: 'set-text'; readonly component: string; readonly text: string }
  | { readonly verb: 'set'; readonly variable: string; readonly value: number }
  | { readonly verb: 'sendme' }
  | { readonly verb: 'connect' }
  | { readonly verb: 'get'; readonly what: string }
  /** Four bytes of the EEPROM into a variable. */
  | { readonly verb: 'recall'; readonly variable: string; readonly address: number }
  /** What was sent; the display answers 00. */
  | { readonly verb: 'unknown'; readonly sent: string }
  /** More bytes than the buffer holds came without an end. */
  | { readonly verb: 'overflow' };

const unquote = (quoted: string): string | null => {
  let text = '';
  for (let at = 0; at < quoted.length; at++) {
    if (quoted[at] === '"') return null;
    if (quoted[at] !== '\\') text += quoted[at];
    else {
      at++;
      if (quoted[at] === 'r') text += '\n';
      else if (quoted[at] === '"' || quoted[at] === '\\') text += quoted[at];
      else return null;
    }
  }
  return text;
};

const understand = (sent: string): Command => {
  const unknown: Command = { verb: 'unknown', sent };
  if (sent === 'sendme' || sent === 'connect') return { verb: sent };
  const page = /^page (\d+)$/.exec(sent)?.[1];
  if (page !== undefined) return { verb: 'page', page: Number(page) };
  const what = /^get (\S+)$/.exec(sent)?.[1];
  if (what !== undefined) return { verb: 'get', what };
  const [, into, address] = /^repo (\w+),(\d+)$/.exec(sent) ?? [];
  if (into !== undefined) return { verb: 'recall', variable: into, address: Number(address) };
  const [, component, quoted] = /^((?:\w+\.)?\w+)\.txt="(.*)"$/s.exec(sent) ?? [];
  if (component !== undefined) {
    const text = unquote(quoted ?? '');
    return text === null ? unknown : { verb: 'set-text', component, text };
  }
  const [, variable, value] = /^((?:\w+\.\w+\.)?\w+)=(\d+)$/.exec(sent) ?? [];
  return variable === undefined ? unknown : { verb: 'set', variable, value: Number(value) };
};

/** Commands found in `bytes` and the tail that may still become one. */
export const takeCommands = (bytes: Uint8Array): { commands: Command[]; rest: Uint8Array } => {
  const commands: Command[] = [];
  let rest = Buffer.from(bytes);
  for (let end = rest.indexOf(END); end !== -1; end = rest.indexOf(END)) {
    if (end > BUFFER_BYTES) commands.push({ verb: 'overflow' });
    else if (end > 0) commands.push(understand(rest.subarray(0, end).toString('utf8')));
    rest = rest.subarray(end + END.length);
  }
  return { commands, rest };
};

const say = (...bytes: readonly number[]): Uint8Array => Uint8Array.from([...bytes, ...END]);

export const startup = () => say(0, 0, 0);
export const ready = () => say(0x88);
export const status = (code: number) => say(code);
export const pageIs = (page: number) => say(0x66, page);
export const fellAsleep = () => say(0x86);
export const wokeUp = () => say(0x87);
export const touched = (page: number, component: number, edge: 'press' | 'release') =>
  say(0x65, page, component, edge === 'press' ? 1 : 0);
export const textIs = (text: string) => say(0x70, ...Buffer.from(text, 'utf8'));
export const numberIs = (value: number) =>
  say(0x71, value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, (value >> 24) & 0xff);
export const identity = () =>
  say(...Buffer.from('comok 1,101,NX8048P070_011C,128,61488,SIMULATED0000000,16777216', 'latin1'));
