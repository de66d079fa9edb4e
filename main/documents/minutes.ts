// Minutes of a meeting, opened: a DOCX that the secretary writes on in. The form follows the model of minutes of Decree
// 30/2020/NĐ-CP (annex III): heading, place, who attended, course, end, signatures.
import type * as Docx from 'docx';

/** Lines of text as they are written; who is there is a table. */
export interface Minutes {
  readonly office: string;
  readonly republic: string;
  readonly motto: string;
  readonly number: string;
  readonly placeDay: string;
  readonly heading: string;
  readonly subject: string;
  /** When, where, who leads. */
  readonly about: readonly string[];
  readonly attended: string;
  /** Above each table one line that counts. */
  readonly groups: readonly {
    readonly line: string;
    readonly headings: readonly string[];
    readonly rows: readonly (readonly string[])[];
  }[];
  readonly afterwards: readonly string[];
  readonly course: string;
  /** Each point of the agenda with room below it. */
  readonly points: readonly string[];
  readonly room: string;
  readonly decided: string;
  readonly closed: string;
  readonly signatures: readonly { readonly as: string; readonly how: string; readonly name: string }[];
  readonly to: string;
  readonly toWhom: readonly string[];
  readonly takenAt: string;
}

/** In half points, as the format counts: 13 and 14 points, 12 in tables. */
const size = { small: 22, table: 24, text: 28, head: 26 } as const;
/** In twentieths of a point: the margins of the decree, 20, 20, 30 and 15 mm. */
const millimetre = 56.7;
const margins = {
  top: Math.round(20 * millimetre),
  bottom: Math.round(20 * millimetre),
  left: Math.round(30 * millimetre),
  right: Math.round(15 * millimetre),
};
const roomLines = 4;

/** A file of Word, UTF-8 XML in a zip. */
export const writeMinutes = async (minutes: Minutes): Promise<Buffer> => {
  // Loaded with the first minutes: a megabyte that the host does without for most of the day.
  const docx: typeof Docx = await import('docx');
  const { AlignmentType, BorderStyle, Document, Header, Packer, PageNumber, Paragraph, Table, TableCell, TableRow } =
    docx;
  const { TextRun, WidthType } = docx;
  type Look = { readonly bold?: boolean; readonly italics?: boolean; readonly size?: number };
  const line = (text: string, look: Look = {}, alignment: Docx.IParagraphOptions['alignment'] = AlignmentType.BOTH) =>
    new Paragraph({
      alignment,
      spacing: { before: 60, after: 60 },
      children: [new TextRun({ text, size: size.text, ...look })],
    });
  const centred = (text: string, look: Look = {}) => line(text, look, AlignmentType.CENTER);
  const invisible = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const noBorders = {
    ...{ top: invisible, bottom: invisible, left: invisible, right: invisible },
    ...{ insideHorizontal: invisible, insideVertical: invisible },
  };
  const whole = { size: 100, type: WidthType.PERCENTAGE };
  const beside = (cells: readonly (readonly [percent: number, content: readonly Docx.Paragraph[]])[]) =>
    new Table({
      width: whole,
      borders: noBorders,
      rows: [
        new TableRow({
          children: cells.map(
            ([percent, content]) =>
              new TableCell({ width: { size: percent, type: WidthType.PERCENTAGE }, children: [...content] }),
          ),
        }),
      ],
    });
  const cell = (text: string, look: Look = {}) =>
    new TableCell({
      margins: { left: 80, right: 80, top: 30, bottom: 30 },
      children: [new Paragraph({ children: [new TextRun({ text, size: size.table, ...look })] })],
    });
  const tableOf = ({ headings, rows }: Minutes['groups'][number]) =>
    new Table({
      width: whole,
      rows: [
        new TableRow({ tableHeader: true, children: headings.map((text) => cell(text, { bold: true })) }),
        ...rows.map((row) => new TableRow({ cantSplit: true, children: row.map((text) => cell(text)) })),
      ],
    });
  const room = Array.from({ length: roomLines }, () => line(minutes.room));

  const document = new Document({
    title: minutes.subject,
    creator: 'Một Cửa',
    styles: { default: { document: { run: { font: 'Times New Roman', size: size.text } } } },
    sections: [
      {
        properties: {
          titlePage: true,
          page: { size: { width: 11_906, height: 16_838 }, margin: margins },
        },
        // The decree counts pages in the middle of the upper margin, not on the first one.
        headers: {
          first: new Header({ children: [new Paragraph({})] }),
          default: new Header({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ children: [PageNumber.CURRENT], size: size.head })],
              }),
            ],
          }),
        },
        children: [
          beside([
            [
              42,
              [
                centred(minutes.office.toLocaleUpperCase('vi'), { bold: true, size: size.head }),
                centred(minutes.number, { size: size.head }),
              ],
            ],
            [
              58,
              [
                centred(minutes.republic, { bold: true, size: size.head }),
                new Paragraph({
                  alignment: AlignmentType.CENTER,
                  children: [new TextRun({ text: minutes.motto, bold: true, size: size.text, underline: {} })],
                }),
                centred(minutes.placeDay, { italics: true }),
              ],
            ],
          ]),
          line(''),
          centred(minutes.heading, { bold: true }),
          centred(minutes.subject, { bold: true }),
          line(''),
          ...minutes.about.map((text) => line(text)),
          line(minutes.attended, { bold: true }),
          ...minutes.groups.flatMap((group) => [
            line(group.line),
            ...(group.rows.length === 0 ? [] : [tableOf(group)]),
          ]),
          ...minutes.afterwards.map((text) => line(text)),
          line(minutes.course, { bold: true }),
          ...minutes.points.flatMap((point) => [line(point, { bold: true }), ...room]),
          ...(minutes.points.length === 0 ? room : []),
          line(minutes.decided, { bold: true }),
          ...room,
          line(minutes.closed),
          line(''),
          beside(
            minutes.signatures.map(
              ({ as, how, name }) =>
                [
                  50,
                  [
                    centred(as, { bold: true }),
                    centred(how, { italics: true }),
                    ...[line(''), line(''), line('')],
                    centred(name, { bold: true }),
                  ],
                ] as const,
            ),
          ),
          line(minutes.to, { bold: true, italics: true, size: size.table }, AlignmentType.LEFT),
          ...minutes.toWhom.map((text) => line(text, { size: size.small }, AlignmentType.LEFT)),
          line(minutes.takenAt, { italics: true, size: size.small }, AlignmentType.LEFT),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
};
