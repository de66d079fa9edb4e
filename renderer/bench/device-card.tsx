// What every simulated device has: a name, a line, a cable to pull and wire faults.
import type { ComponentChildren } from 'preact';
import type { RackAction, RackDevice } from '../../contract/bench.ts';
import { Icon } from '../ui/icons.tsx';
import type { Rack } from './use-rack.ts';
import { useWords } from './words.ts';

type WireFault = Extract<RackAction, { verb: 'inject' }>['fault'];

const wireFaults = [
  'split',
  'delay',
  'drop',
  'corrupt',
  'garbage-before',
  'duplicate',
  'hangup',
] as const satisfies readonly WireFault[];

interface DeviceCardProps {
  readonly device: RackDevice;
  readonly title: string;
  readonly act: Rack['act'];
  readonly drawing: ComponentChildren;
  /** The faults that only this kind of device has. */
  readonly children?: ComponentChildren;
}

export const DeviceCard = ({ device, title, act, drawing, children }: DeviceCardProps) => {
  const { say } = useWords();
  const { id } = device;
  return (
    <section class="card" data-kind={device.kind} data-plugged={device.plugged} data-testid={`bench-${id}`}>
      <header class="card-head">
        <h2>{title}</h2>
        <p class="card-line">
          <span class="lamp" data-on={device.plugged && device.connected} />
          {say(!device.plugged ? 'bench.unplugged' : device.connected ? 'bench.connected' : 'bench.notConnected')}
        </p>
        <p class="card-url">{device.url}</p>
      </header>
      {drawing}
      <div class="faults own">
        <FaultButton
          testId={`${id}-plug`}
          isOn={!device.plugged}
          label={say(device.plugged ? 'bench.unplug' : 'bench.plug')}
          onPress={() => act({ device: id, verb: device.plugged ? 'unplug' : 'plug' })}
        />
        {children}
      </div>
      <h3>{say('bench.wire')}</h3>
      <div class="faults wires">
        {wireFaults.map((fault) => (
          <FaultButton
            key={fault}
            testId={`${id}-wire-${fault}`}
            isOn={false}
            label={say(`bench.wire.${fault}`)}
            onPress={() => act({ device: id, verb: 'inject', fault })}
          />
        ))}
      </div>
      <p class="bytes">
        {say('bench.bytes', { in: device.bytesIn, out: device.bytesOut })}
        {device.unknown.length > 0 && (
          <span class="unknown" data-testid={`${id}-unknown`}>
            <Icon name="warning" />
            {say('bench.unknown', { count: device.unknown.length, list: device.unknown.slice(-3).join(' ') })}
          </span>
        )}
      </p>
    </section>
  );
};

interface FaultButtonProps {
  readonly testId: string;
  /** This fault is in force now. */
  readonly isOn: boolean;
  readonly label: string;
  readonly onPress: () => void;
}

export const FaultButton = ({ testId, isOn, label, onPress }: FaultButtonProps) => (
  <button type="button" class="fault" data-on={isOn} data-testid={testId} onClick={onPress}>
    {label}
  </button>
);
