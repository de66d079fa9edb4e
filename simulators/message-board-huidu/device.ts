// A Huidu full-colour card with SDK2: a session a connection, programs that outlast a power cut, heartbeats.
import { z } from 'zod';
import { createBoardPanel } from '../core/board-panel.ts';
import { defineKind } from '../core/kind.ts';
import { createWiredDevice } from '../core/wired-device.ts';
import {
  type Asked,
  answerDocument,
  errorAnswer,
  heartbeatAnswer,
  takePackets,
  versionAnswer,
  xmlAnswer,
} from './codec.ts';
import { readDocument } from './document.ts';

const INVALID_LENGTH = 7;
const INVALID_INDEX = 21;
const INVALID_XML = 22;
const VERSION_CONTENT = '<version value="1000000"/>';
const ANY_SESSION = '##GUID';

export const messageBoardHuidu = defineKind({
  kind: 'message-board-huidu',
  options: {
    /** Of the answers' XML in one packet; small ones show whether the host puts them together. */
    pageBytes: z.int().min(16).max(9000).default(9000),
  },
  create: (setting, { pageBytes }) =>
    createWiredDevice(setting, ({ port, unknown }) => {
      let received: Uint8Array = new Uint8Array(0);
      let document: { readonly bytes: Buffer; filled: number } | null = null;
      let session: string | null = null;
      let newestStampMs = 0;

      const forget = () => {
        received = new Uint8Array(0);
        document = null;
        session = null;
      };
      const panel = createBoardPanel(() => {
        forget();
        void port.hangUp();
      });

      const say = (answer: Uint8Array) => {
        if (panel.isMute) return;
        if (panel.takeSpoiled()) answer[0] = ((answer[0] ?? 0) + 1) & 0xff;
        port.send(answer);
      };

      const sayDocument = (method: string, result: string) => {
        const content = method === 'GetIFVersion' ? VERSION_CONTENT : '';
        const xml = answerDocument({ guid: session ?? ANY_SESSION, method, result, content });
        for (const page of xmlAnswer(xml, pageBytes)) say(page);
      };

      const addProgram = (asking: NonNullable<ReturnType<typeof readDocument>>): string => {
        const { guid, program } = asking;
        if (guid !== session) return 'kInvalidGuid';
        if (program === null || program.lines.length === 0) return 'kScreenNodeMissing';
        panel.countWrite();
        if (panel.refuses) return 'kUnsupportedFormat';
        // A program that is not newer than the one that runs does not take its place.
        if (program.stampMs <= newestStampMs) return 'kSuccess';
        newestStampMs = program.stampMs;
        panel.light(program.lines, program.isFading ? 'flashing' : 'steady');
        return 'kSuccess';
      };

      const obey = (xml: string) => {
        const asking = readDocument(xml);
        if (asking === null) return say(errorAnswer(INVALID_XML));
        switch (asking.method) {
          case 'GetIFVersion':
            session = Array.from({ length: 32 }, () => Math.floor(setting.random() * 16).toString(16)).join('');
            return sayDocument('GetIFVersion', 'kSuccess');
          case 'AddProgram':
            return sayDocument('AddProgram', addProgram(asking));
          default:
            unknown(asking.method);
            return sayDocument(asking.method, 'kInvalidMethod');
        }
      };

      const takePage = ({ total, index, bytes }: Extract<Asked, { kind: 'page' }>) => {
        if (index === 0) document = { bytes: Buffer.alloc(total), filled: 0 };
        if (document === null || document.filled !== index || index + bytes.length > document.bytes.length) {
          document = null;
          return say(errorAnswer(INVALID_INDEX));
        }
        document.bytes.set(bytes, index);
        document.filled += bytes.length;
        if (document.filled < document.bytes.length) return;
        const xml = document.bytes.toString('utf8');
        document = null;
        obey(xml);
      };

      const hear = (asked: Asked) => {
        switch (asked.kind) {
          case 'version':
            return say(versionAnswer());
          case 'heartbeat':
            return say(heartbeatAnswer());
          case 'page':
            return takePage(asked);
          case 'unknown':
            unknown(asked.command.toString(16));
            return say(errorAnswer(INVALID_LENGTH));
        }
      };

      return {
        kind: 'message-board-huidu',
        onBytes(chunk) {
          const { asked, rest, isLost } = takePackets(Buffer.concat([received, chunk]));
          received = rest;
          for (const one of asked) hear(one);
          if (isLost) say(errorAnswer(INVALID_LENGTH));
        },
        onLost: forget,
        act: panel.act,
        state: panel.state,
      };
    }),
});
