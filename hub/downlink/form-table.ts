// The rating form as headquarters choose it: a template, and a table of what takes the place of its criteria or reasons.
import { fold } from '../../contract/fold.ts';
import { CriterionId, RatingReasonId } from '../../contract/ids.ts';
import { type AskedForm, FORM_MAX } from '../../contract/rating.ts';
import { ok, type Result } from '../../contract/result.ts';
import type { TableProblem } from '../../contract/table.ts';
import { mustHave, type Read, textIn, trouble } from '../../contract/table-cells.ts';
import { type RatingTemplateId, ratingTemplates } from '../../contract/texts/rating-templates.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import type { TableCell, TableFile } from '../../main/documents/read-table.ts';
import { idColumn, idIn, nameColumns, nameIn, readNamed } from './named-rows.ts';

interface Question {
  readonly kind: 'criteria' | 'reasons';
  readonly id: string;
  readonly name: LocalisedText;
}

const kindColumn = { id: 'kind', titles: ['Loại', 'Kind'], need: 'must' } as const;

const kindWords: Readonly<Record<string, Question['kind']>> = {
  ...{ 'tieu chi': 'criteria', 'cau hoi': 'criteria', criterion: 'criteria' },
  ...{ 'ly do': 'reasons', reason: 'reasons' },
};

const kindIn = (cell: TableCell | undefined): Read<Question['kind']> => {
  const text = mustHave(textIn(cell, 60));
  if ('trouble' in text) return text;
  const kind = kindWords[fold(text.value)];
  return kind === undefined ? trouble('not-a-question', text.value) : { value: kind };
};

/** What the file asks, or all that is wrong with it. */
const readQuestions = (file: TableFile): Promise<Result<Question[], readonly TableProblem[]>> =>
  readNamed<'kind', Question>(file, {
    columns: [kindColumn, idColumn, ...nameColumns],
    most: FORM_MAX.criteria + FORM_MAX.reasons,
    row: (cells, take) => {
      const kind = take('kind', kindIn(cells.kind));
      const id = take('id', idIn(kind === 'reasons' ? RatingReasonId : CriterionId, cells.id));
      const name = nameIn(cells, take);
      const isWhole = kind !== null && id !== null && name !== null;
      return { id, list: kind, value: isWhole ? { kind, id, name } : null };
    },
  });

/** A list of which the file has no row is the template's. Null: no file. */
export const readForm = async (
  template: RatingTemplateId,
  file: TableFile | null,
): Promise<Result<AskedForm, readonly TableProblem[]>> => {
  const { levels, criteria, reasons } = ratingTemplates[template];
  const read = file === null ? ok([]) : await readQuestions(file);
  if (!read.ok) return read;
  const given = <Id extends string>(
    kind: Question['kind'],
    brand: { parse(id: string): Id },
    usual: readonly Omit<Question, 'kind'>[],
  ) => {
    const own = read.value.filter((one) => one.kind === kind);
    return (own.length > 0 ? own : usual).map(({ id, name }) => ({ id: brand.parse(id), name }));
  };
  return ok({
    levels: [...levels],
    criteria: given('criteria', CriterionId, criteria),
    reasons: given('reasons', RatingReasonId, reasons),
  });
};
