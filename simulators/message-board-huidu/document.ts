// What a Huidu card reads out of the documents of its SDK: method, session, and the texts of a program.
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';

/** An element that may stand once or many times. */
const many = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((value) => (Array.isArray(value) ? value : value === undefined ? [] : [value]), z.array(item));

const Area = z.object({
  rectangle: z.object({ '@y': z.coerce.number(), '@width': z.coerce.number(), '@height': z.coerce.number() }),
  resources: z.object({
    text: z.object({ string: z.coerce.string(), effect: z.object({ '@in': z.coerce.number() }) }),
  }),
});
const Program = z.object({
  '@timeStamps': z.coerce.number(),
  program: z.object({ area: many(Area) }),
});
const Document = z.object({
  sdk: z.object({ '@guid': z.string(), in: z.looseObject({ '@method': z.string(), screen: Program.optional() }) }),
});

export interface Asking {
  readonly guid: string;
  readonly method: string;
  /** Of AddProgram. */
  readonly program: {
    readonly stampMs: number;
    /** From top to bottom. */
    readonly lines: readonly string[];
    readonly isFading: boolean;
  } | null;
}

/** Effect 17 fades in, again and again. */
const FADE = 17;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
});

/** Null when it is no document of the SDK. */
export const readDocument = (xml: string): Asking | null => {
  if (XMLValidator.validate(xml) !== true) return null;
  const read = Document.safeParse(parser.parse(xml));
  if (!read.success) return null;
  const { '@guid': guid, in: asked } = read.data.sdk;
  const { '@method': method, screen } = asked;
  if (screen === undefined) return { guid, method, program: null };
  const areas = screen.program.area.toSorted((a, b) => a.rectangle['@y'] - b.rectangle['@y']);
  return {
    guid,
    method,
    program: {
      stampMs: screen['@timeStamps'],
      lines: areas.map(({ resources }) => resources.text.string),
      isFading: areas.some(({ resources }) => resources.text.effect['@in'] === FADE),
    },
  };
};
