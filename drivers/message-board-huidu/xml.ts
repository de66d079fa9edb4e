// The XML documents of Huidu SDK2 that a board of text lines needs.
// Source: huidutech/sdk (Apache-2.0), fullcolor/demo: methods GetIFVersion and AddProgram; element names as there.
import type { BoardMessage } from '../core/device-classes.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no place for control characters, not even escaped. */
const escapeXml = (text: string): string =>
  text
    .replaceAll(/\p{Cc}/gu, ' ')
    .normalize('NFC')
    .replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

const ask = (guid: string, method: string, content: string): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n<sdk guid="${guid}">\n    <in method="${method}">\n        ${content}\n    </in>\n</sdk>\n`;

/** The first question; the answer carries the guid of the session. */
export const askVersion = (): string => ask('##GUID', 'GetIFVersion', '<version value="1000000"/>');

export interface Screen {
  readonly widthPx: number;
  readonly heightPx: number;
  /** A font of the card that has Vietnamese. */
  readonly font: string;
  /** #RRGGBB. */
  readonly colour: string;
  /** A program with a newer stamp takes the place of the one before. */
  readonly timeStampMs: number;
  readonly guid: () => string;
}

/** Effects: 0 shows at once, 17 fades; a faded program begins anew when it has been shown and so draws the eye. */
const EFFECT = { steady: 0, flashing: 17 } as const;

/** One program with an area of text for each line, from top to bottom. */
export const addProgram = (session: string, { lines, emphasis }: BoardMessage, screen: Screen): string => {
  const { widthPx, heightPx, font, colour, timeStampMs, guid } = screen;
  const rowPx = Math.floor(heightPx / Math.max(1, lines.length));
  const effect = EFFECT[emphasis];
  const areas = lines.map(
    (line, row) =>
      `<area guid="${guid()}" alpha="255"><rectangle x="0" y="${row * rowPx}" width="${widthPx}" height="${rowPx}"/><resources><text guid="${guid()}" singleLine="true"><style align="center" valign="middle"/><string>${escapeXml(line)}</string><font name="${escapeXml(font)}" size="${Math.max(8, Math.floor(rowPx * 0.7))}" color="${colour}" bold="true" italic="false" underline="false"/><effect in="${effect}" out="0" inSpeed="4" outSpeed="4" duration="10"/></text></resources></area>`,
  );
  return ask(
    session,
    'AddProgram',
    `<screen timeStamps="${timeStampMs}"><program guid="${guid()}" type="normal" id="0" name="calls"><playControl count="1" disabled="false"/>${areas.join('')}</program></screen>`,
  );
};

export interface SdkAnswer {
  readonly guid: string;
  readonly method: string;
  /** `kSuccess`, or why not. */
  readonly result: string;
}

/** Null when `xml` is no answer of the SDK. */
export const readAnswer = (xml: string): SdkAnswer | null => {
  const guid = /<sdk\s[^>]*\bguid="([^"]*)"/.exec(xml)?.[1];
  const out = /<out\s([^>]*)>/.exec(xml)?.[1] ?? '';
  const method = /\bmethod="([^"]*)"/.exec(out)?.[1];
  const result = /\bresult="([^"]*)"/.exec(out)?.[1];
  return guid === undefined || method === undefined || result === undefined ? null : { guid, method, result };
};
