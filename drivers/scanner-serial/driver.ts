// A barcode scanner that sends each code as bytes and a suffix. It says nothing until it reads: an open line is all the
// health there is.
import type { DeviceId } from '../../contract/ids.ts';
import type { DriverDeps } from '../core/contract.ts';
import { createScanner, writeCommand } from '../core/create-scanner.ts';
import type { Scanner } from '../core/device-classes.ts';
import { createGapTimer } from '../core/gap-timer.ts';
import { COMMANDS, createScanReader, type Model, type ScanFrame, type Suffix, withoutReply } from './codec.ts';

export interface SerialScannerOptions {
  readonly model: Model;
  readonly suffix: Suffix;
  /** So long a silence ends a scan that came without its suffix. */
  readonly gapMs: number;
}

export const createSerialScanner = (id: DeviceId, options: SerialScannerOptions, deps: DriverDeps): Scanner => {
  const { model, suffix, gapMs } = options;
  const { trigger } = COMMANDS[model];
  return createScanner({
    id,
    deps,
    trigger: trigger === null ? null : writeCommand(id, deps, trigger),
    async run(session, sink) {
      const takeAll = (frames: readonly ScanFrame[]) => {
        for (const { bytes, kind } of frames) {
          if (kind === 'scan') sink.take(withoutReply(model, bytes), null);
          else sink.fail();
        }
      };
      const reader = createScanReader(suffix);
      const gap = createGapTimer({ clock: deps.clock, gapMs, session }, () => takeAll(reader.flush()));
      session.report('ready', null);
      for await (const chunk of session.transport.bytes) {
        takeAll(reader.push(chunk));
        if (reader.isEmpty) gap.cancel();
        else gap.touch();
      }
    },
  });
};
