// A scanner in HID POS mode. Its driver in the system is HID: when it is unplugged the line ends at once.
import type { DeviceId } from '../../contract/ids.ts';
import type { DriverDeps } from '../core/contract.ts';
import { createScanner, writeCommand } from '../core/create-scanner.ts';
import type { Scanner } from '../core/device-classes.ts';
import { createGapTimer } from '../core/gap-timer.ts';
import { createReportReader, REPLY_AIM, type ReportReading, TRIGGER } from './codec.ts';

/** Reports of one code come every 1 to 10 ms; a rest that is so late does not come. */
const REST_MS = 500;

export interface HidPosScannerOptions {
  readonly model: 'generic' | 'honeywell';
}

export const createHidPosScanner = (id: DeviceId, { model }: HidPosScannerOptions, deps: DriverDeps): Scanner =>
  createScanner({
    id,
    deps,
    trigger: model === 'generic' ? null : writeCommand(id, deps, TRIGGER),
    async run(session, sink) {
      const takeAll = (readings: readonly ReportReading[]) => {
        for (const reading of readings) {
          if (reading.kind === 'broken') {
            sink.fail();
            deps.log('warn', `${id} sent a code that cannot be read: ${reading.why}`);
          } else if (reading.aim !== REPLY_AIM) sink.take(reading.bytes, reading.aim);
        }
      };
      const reader = createReportReader();
      const gap = createGapTimer({ clock: deps.clock, gapMs: REST_MS, session }, () => takeAll(reader.flush()));
      session.report('ready', null);
      for await (const report of session.transport.bytes) {
        takeAll(reader.push(report));
        if (reader.isEmpty) gap.cancel();
        else gap.touch();
      }
    },
  });
