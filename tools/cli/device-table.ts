// Devices as a table for a terminal, in Vietnamese as everything that staff read.
import type { DeviceReport } from '../../contract/device.ts';
import { fill } from '../../contract/texts/catalogue.ts';
import { deviceTrouble, wordsFor } from '../../contract/texts/device-trouble.ts';
import { devices } from '../../contract/texts/devices.ts';
import { deviceWords } from '../../contract/texts/words.ts';

const duration = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
};

const statisticsOf = ({ statistics }: DeviceReport): string =>
  Object.entries(statistics)
    .map(([name, value]) => `${value} ${devices.vi[`statistic.${name as keyof DeviceReport['statistics']}`]}`)
    .join(', ');

/** Columns as wide as their longest cell; Vietnamese letters take one column each. */
const align = (rows: readonly (readonly string[])[]): string[] => {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').normalize('NFC').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.normalize('NFC').padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
};

const MARKS = { ready: '●', degraded: '▲', connecting: '…', offline: '✕', failed: '✕' } as const;

/** What happened and what to do, then what the driver itself says of it. */
const troubleLines = ({ fault, message }: DeviceReport): string[] => {
  if (fault === null) return [];
  const { happened, todo, params } = wordsFor(fault);
  return [
    `   ${fill(deviceTrouble.vi[happened], params)} ${deviceTrouble.vi[todo]}`,
    `   ${fault.code}: ${message ?? fault.part ?? ''}`,
  ];
};

export const deviceTable = (reports: readonly DeviceReport[], nowMs: number): string[] => {
  if (reports.length === 0) return [devices.vi['devices.empty']];
  const heads = align(
    reports.map((report) => [
      MARKS[report.state],
      report.id,
      report.label,
      deviceWords.vi[`health.${report.state}`],
      duration(nowMs - report.sinceMs),
      statisticsOf(report),
    ]),
  );
  return reports.flatMap((report, at) => [heads[at] ?? '', ...troubleLines(report)]);
};
