// The ticket printer: tickets come out of its slot upwards, the roll shows how much paper is left.
import type { RackDevice } from '../../contract/bench.ts';
import { DeviceCard, FaultButton } from './device-card.tsx';
import type { Rack } from './use-rack.ts';
import { useWords } from './words.ts';

type PrinterState = Extract<RackDevice, { kind: 'ticket-printer-escpos' | 'ticket-printer-star' }>;

const titles = { 'ticket-printer-escpos': 'bench.printer', 'ticket-printer-star': 'bench.printerStar' } as const;

const levels = ['ok', 'near-end', 'out'] as const;
/** So many more rows of dots come out before the roll ends in the middle of a ticket. */
const rowsToMidTicket = 200;
const rollRadius = { ok: 30, 'near-end': 15, out: 7 } as const;

export const Printer = ({ device, act }: { device: PrinterState; act: Rack['act'] }) => {
  const { say } = useWords();
  const { id } = device;
  return (
    <DeviceCard
      device={device}
      title={say(titles[device.kind])}
      act={act}
      drawing={
        <figure class="printer">
          <Paper device={device} />
          <Body device={device} />
          <figcaption data-testid={`${id}-tickets`}>
            {device.rowsInProgress > 0
              ? say('bench.printing', { rows: device.rowsInProgress })
              : device.tickets.length === 0
                ? say('bench.noTicket')
                : say('bench.ticketCount', { count: device.tickets.length })}
          </figcaption>
        </figure>
      }
    >
      <FaultButton
        testId={`${id}-tear-off`}
        isOn={false}
        label={say('bench.tearOff')}
        onPress={() => act({ device: id, verb: 'tear-off-tickets' })}
      />
      <fieldset class="levels" aria-label={say('bench.paper')}>
        {levels.map((level) => (
          <button
            key={level}
            type="button"
            class="level"
            aria-pressed={device.paper === level}
            data-testid={`${id}-paper-${level}`}
            onClick={() => act({ device: id, verb: 'set-paper', level })}
          >
            {say(`bench.paper.${level}`)}
          </button>
        ))}
      </fieldset>
      <FaultButton
        testId={`${id}-paper-left`}
        isOn={false}
        label={say('bench.paperLeft')}
        onPress={() => act({ device: id, verb: 'paper-left', rows: rowsToMidTicket })}
      />
      <FaultButton
        testId={`${id}-cover`}
        isOn={device.coverOpen}
        label={say(device.coverOpen ? 'bench.closeCover' : 'bench.openCover')}
        onPress={() => act({ device: id, verb: 'set-cover', open: !device.coverOpen })}
      />
      <FaultButton
        testId={`${id}-cutter`}
        isOn={device.cutterJammed}
        label={say(device.cutterJammed ? 'bench.unjam' : 'bench.jam')}
        onPress={() => act({ device: id, verb: 'set-cutter-jam', jammed: !device.cutterJammed })}
      />
      <FaultButton
        testId={`${id}-mute`}
        isOn={device.mute}
        label={say(device.mute ? 'bench.unmute' : 'bench.mute')}
        onPress={() => act({ device: id, verb: 'set-mute', mute: !device.mute })}
      />
    </DeviceCard>
  );
};

const Paper = ({ device }: { device: PrinterState }) => {
  const { say } = useWords();
  const newest = device.tickets.at(-1);
  return (
    <div class="paper-path">
      {newest && (
        <a
          key={newest.number}
          class="paper-ticket"
          data-whole={newest.whole}
          href={`/api/pictures/${device.id}/${newest.number}.png`}
          target="_blank"
          rel="noreferrer"
        >
          <img
            src={`/api/pictures/${device.id}/${newest.number}.png`}
            alt={say(newest.whole ? 'bench.ticket' : 'bench.tornTicket', { number: newest.number })}
          />
        </a>
      )}
      {device.rowsInProgress > 0 && <span class="paper-coming" />}
    </div>
  );
};

/** The machine from its front: slot, lid, two lamps and a window on the roll. */
const Body = ({ device }: { device: PrinterState }) => {
  const isTroubled = device.paper === 'out' || device.coverOpen || device.cutterJammed;
  return (
    <svg class="printer-body" viewBox="0 0 300 150" aria-hidden="true">
      <path d="M14 30h272l10 108a10 10 0 0 1-10 10H14a10 10 0 0 1-10-10z" fill="#2a3335" />
      <g class="printer-lid" data-open={device.coverOpen}>
        <path d="M18 4h264a8 8 0 0 1 8 8l2 26H8l2-26a8 8 0 0 1 8-8z" fill="#3c484b" />
        <rect x="34" y="14" width="232" height="7" rx="3.5" fill="#0b0f10" />
        {device.cutterJammed && (
          <path d="M120 12l14 11 14-11 14 11 14-11" fill="none" stroke="#ff6b5e" stroke-width="4" />
        )}
      </g>
      {device.kind === 'ticket-printer-star' && (
        <path d="M215 46l3.5 8.6 9.3.7-7.1 6 2.2 9-7.9-4.9-7.9 4.9 2.2-9-7.1-6 9.3-.7z" fill="#c6d2d3" />
      )}
      <circle cx="76" cy="94" r="40" fill="#141a1b" />
      <circle cx="76" cy="94" r={rollRadius[device.paper]} fill={device.paper === 'out' ? '#7a5a3a' : '#f5f3ec'} />
      <circle cx="76" cy="94" r="6" fill="#7a5a3a" />
      <g font-size="13" font-weight="600" fill="#c6d2d3" text-anchor="middle">
        <circle cx="184" cy="84" r="7" fill={device.plugged ? '#3ddc84' : '#101516'} />
        <text x="184" y="116">
          POWER
        </text>
        <circle cx="246" cy="84" r="7" fill={isTroubled && device.plugged ? '#ff4d3d' : '#101516'} />
        <text x="246" y="116">
          ERROR
        </text>
      </g>
    </svg>
  );
};
