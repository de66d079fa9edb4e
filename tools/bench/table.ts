// Figures as one aligned table for the terminal and as the page docs/benchmarks.md.
import type { Figure } from './figure.ts';
import type { MachineFacts } from './machine.ts';

export interface Chapter {
  readonly name: string;
  readonly title: string;
  readonly method: string;
  readonly figures: readonly Figure[];
  /** Why there are no figures, or null. */
  readonly trouble: string | null;
}

const mark = ({ target }: Figure): string => (target === null ? '' : target.isMet ? '✓' : '✗');
const head = ['figure', 'target', 'measured', ''];
const cells = (figure: Figure): string[] => [figure.name, figure.target?.text ?? '', figure.measured, mark(figure)];

/** Lines with a rule under the head and a title line before each chapter; the measured values end in one column. */
export const tableLines = (chapters: readonly Chapter[]): string[] => {
  const rows = [head, ...chapters.flatMap(({ figures }) => figures.map(cells))];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [
    line(head),
    line(widths.map((width) => '─'.repeat(width))),
    ...chapters.flatMap(({ name, title, figures, trouble }) => [
      `${title} (--only ${name})`,
      ...figures.map((figure) => line(cells(figure))),
      ...(trouble === null ? [] : [`✗ could not be measured: ${trouble}`]),
      '',
    ]),
  ];
};

const chapterText = ({ name, title, method, figures, trouble }: Chapter, command: string): string => `## ${title}

${method}

Just this one: \`${command} -- --only ${name}\`
${
  trouble === null
    ? `
| figure | target | measured | |
| --- | --- | ---: | :-: |
${figures.map((figure) => `| ${cells(figure).join(' | ')} |`).join('\n')}
`
    : `
✗ could not be measured: ${trouble}
`
}`;

export const page = (
  chapters: readonly Chapter[],
  machine: MachineFacts,
  { day, command }: { readonly day: string; readonly command: string },
): string => `# Benchmarks

Written by \`${command}\` on ${day}; do not edit. ✓ and ✗ say whether a target was met on this machine; figures
without a target are context. Machines are shared and noisy: values are medians of several runs, and ratios come from
runs that took turns.

| machine | |
| --- | --- |
${Object.entries(machine)
  .map(([name, value]) => `| ${name} | ${value} |`)
  .join('\n')}

${chapters.map((chapter) => chapterText(chapter, command)).join('\n')}`;
