// An attendance terminal on the wall: whoever is pressed stands before it and is recognised.
import { useState } from 'preact/hooks';
import './terminal.css';
import type { RackAction, RackDevice } from '../../contract/bench.ts';
import { AccountFaults } from './camera.tsx';
import { Choice } from './choice.tsx';
import { DeviceCard, FaultButton } from './device-card.tsx';
import type { Rack } from './use-rack.ts';
import { useWords } from './words.ts';

type Kind = 'attendance-zkteco' | 'attendance-hikvision' | 'attendance-dahua';
type TerminalState = Extract<RackDevice, { kind: Kind }>;
type Pass = Extract<RackAction, { verb: 'pass' }>;

/** Numbers of people who do not exist. */
const people = ['1001', '1002', '1003', '1004'] as const;
const methods = ['face', 'finger', 'card'] as const satisfies readonly Pass['method'][];
const directions = ['in', 'out'] as const satisfies readonly Pass['direction'][];
const STRANGER = 'SERIAL-LA';

interface TerminalProps {
  readonly device: TerminalState;
  readonly act: Rack['act'];
}

export const Terminal = ({ device, act }: TerminalProps) => {
  const { say } = useWords();
  const { id } = device;
  const [method, setMethod] = useState<Pass['method']>('face');
  const [direction, setDirection] = useState<Pass['direction']>('in');
  return (
    <DeviceCard
      device={device}
      title={say(`bench.${device.kind}`)}
      act={act}
      drawing={
        <div class="terminal">
          <Wall device={device} />
          <div class="terminal-people">
            {people.map((person) => (
              <button
                key={person}
                type="button"
                class="terminal-person"
                data-testid={`${id}-pass-${person}`}
                onClick={() => act({ device: id, verb: 'pass', person, method, direction })}
              >
                {say('bench.pass', { person })}
              </button>
            ))}
            <p data-testid={`${id}-facts`}>{say('bench.passages', { count: device.passages })}</p>
            {device.kind === 'attendance-zkteco' && (
              <p data-testid={`${id}-waiting`}>
                {say('bench.zktecoWaiting', { count: device.waiting, answer: device.lastAnswer ?? '…' })}
              </p>
            )}
          </div>
        </div>
      }
    >
      <Choice
        label={say('bench.method')}
        options={methods}
        chosen={method}
        name={(one) => say(`bench.method.${one}`)}
        testId={`${id}-method`}
        onChoose={setMethod}
      />
      <Choice
        label={say('bench.direction')}
        options={directions}
        chosen={direction}
        name={(one) => say(`bench.direction.${one}`)}
        testId={`${id}-direction`}
        onChoose={setDirection}
      />
      <FaultButton
        testId={`${id}-refuse`}
        isOn={false}
        label={say('bench.refusePerson')}
        onPress={() => act({ device: id, verb: 'refuse-person' })}
      />
      <FaultButton
        testId={`${id}-resend`}
        isOn={false}
        label={say('bench.resendAll')}
        onPress={() => act({ device: id, verb: 'resend-all' })}
      />
      {device.kind === 'attendance-zkteco' ? (
        <SerialFault device={device} act={act} />
      ) : (
        <>
          <FaultButton
            testId={`${id}-silent`}
            isOn={device.silent}
            label={say('bench.terminalSilent')}
            onPress={() => act({ device: id, verb: 'set-silent', on: !device.silent })}
          />
          <FaultButton
            testId={`${id}-lying`}
            isOn={device.lyingLength}
            label={say('bench.lyingLength')}
            onPress={() => act({ device: id, verb: 'set-lying-length', on: !device.lyingLength })}
          />
          <AccountFaults device={device} act={act} />
        </>
      )}
    </DeviceCard>
  );
};

type Zkteco = Extract<TerminalState, { kind: 'attendance-zkteco' }>;

const SerialFault = ({ device, act }: { readonly device: Zkteco; readonly act: Rack['act'] }) => {
  const { say } = useWords();
  const { id, serial } = device;
  // The first one seen is the one of the rack's setting.
  const [own] = useState(serial);
  const isOther = serial !== own;
  return (
    <FaultButton
      testId={`${id}-serial`}
      isOn={isOther}
      label={say('bench.serial', { serial })}
      onPress={() => act({ device: id, verb: 'set-serial', serial: isOther ? own : STRANGER })}
    />
  );
};

const Wall = ({ device }: { readonly device: TerminalState }) => {
  const { plugged, lastPerson } = device;
  return (
    <svg class="terminal-wall" viewBox="0 0 170 260" aria-hidden="true">
      <rect x="4" y="4" width="162" height="252" rx="16" fill="#1b2224" />
      <circle cx="62" cy="24" r="8" fill="#05090a" stroke="#3c484b" stroke-width="3" />
      <circle cx="108" cy="24" r="8" fill="#05090a" stroke="#3c484b" stroke-width="3" />
      <rect x="16" y="44" width="138" height="150" rx="6" fill={plugged ? '#0d3b66' : '#05090a'} />
      {plugged && (
        <g fill="none" stroke="#8fc3dd" stroke-width="4" stroke-linecap="round">
          <path d="M36 84V64h20M134 84V64h-20M36 142v20h20M134 142v20h-20" />
          <circle cx="85" cy="100" r="18" fill="#8fc3dd" stroke="none" />
          <path d="M53 150a32 26 0 0 1 64 0z" fill="#8fc3dd" stroke="none" />
        </g>
      )}
      {plugged && lastPerson !== null && (
        <>
          <rect x="16" y="166" width="138" height="28" fill="#0f766e" />
          <text x="85" y="186" fill="#fff" font-size="18" font-weight="700" text-anchor="middle">
            {lastPerson}
          </text>
        </>
      )}
      <rect x="62" y="208" width="46" height="38" rx="8" fill="#2a3335" />
      <path
        d="M74 236v-10a11 11 0 0 1 22 0v10M80 238v-11a5 5 0 0 1 10 0v11"
        fill="none"
        stroke={plugged ? '#3ddc84' : '#5b6769'}
        stroke-width="3"
      />
    </svg>
  );
};
