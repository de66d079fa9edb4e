// An IP camera on its bracket, with what it sees beside it.
import './camera.css';
import type { CameraState } from '../../contract/bench/cameras.ts';
import { Choice } from './choice.tsx';
import { DeviceCard, FaultButton } from './device-card.tsx';
import type { Rack } from './use-rack.ts';
import { useWords } from './words.ts';

const sights = ['alive', 'frozen', 'black', 'silent', 'broken'] as const satisfies readonly CameraState['sight'][];

export const Camera = ({ device, act }: { device: CameraState; act: Rack['act'] }) => {
  const { say } = useWords();
  const { id } = device;
  return (
    <DeviceCard
      device={device}
      title={say('bench.camera')}
      act={act}
      drawing={
        <div class="camera">
          <Body device={device} />
          <Seen device={device} />
          <p class="camera-facts" data-testid={`${id}-facts`}>
            {say('bench.cameraFacts', { viewers: device.viewers, pictures: device.pictures })}
          </p>
        </div>
      }
    >
      <Choice
        label={say('bench.sight')}
        options={sights}
        chosen={device.sight}
        name={(sight) => say(`bench.sight.${sight}`)}
        testId={`${id}-sight`}
        onChoose={(sight) => act({ device: id, verb: 'set-sight', sight })}
      />
      <AccountFaults device={device} act={act} />
    </DeviceCard>
  );
};

type Guarded = Pick<CameraState, 'id' | 'login' | 'passwordChanged' | 'wrongPasswords' | 'locked'>;

/** What goes wrong with a login; nothing where the device asks for none. */
export const AccountFaults = ({ device, act }: { device: Guarded; act: Rack['act'] }) => {
  const { say } = useWords();
  const { id, login, passwordChanged, wrongPasswords, locked } = device;
  if (login === 'none') return null;
  return (
    <>
      <FaultButton
        testId={`${id}-password`}
        isOn={passwordChanged}
        label={say(passwordChanged ? 'bench.restorePassword' : 'bench.changePassword')}
        onPress={() =>
          act(
            passwordChanged
              ? { device: id, verb: 'restore-password' }
              : { device: id, verb: 'change-password', password: 'mat-khau-khac' },
          )
        }
      />
      <FaultButton
        testId={`${id}-nonces`}
        isOn={false}
        label={say('bench.ageNonces')}
        onPress={() => act({ device: id, verb: 'age-nonces' })}
      />
      <FaultButton
        testId={`${id}-unlock`}
        isOn={locked}
        label={locked ? say('bench.unlockAccount') : say('bench.wrongPasswords', { count: wrongPasswords })}
        onPress={() => act({ device: id, verb: 'unlock-account' })}
      />
    </>
  );
};

const Body = ({ device }: { device: CameraState }) => (
  <svg class="camera-body" viewBox="0 0 240 150" aria-hidden="true">
    <path d="M196 20h28v96h-28z" fill="#c3cccb" />
    <path d="M170 60h40v16h-40z" fill="#97a5a3" />
    <rect x="40" y="34" width="146" height="62" rx="14" fill="#f4f7f6" stroke="#c3cccb" stroke-width="3" />
    <path d="M26 30h150a14 14 0 0 1 14 12H40z" fill="#dde5e3" />
    <rect x="34" y="38" width="44" height="54" rx="12" fill="#1b2224" />
    <circle cx="56" cy="65" r="19" fill="#05090a" stroke="#3c484b" stroke-width="4" />
    <circle cx="56" cy="65" r="9" fill="#1d3a4a" />
    <circle cx="52" cy="60" r="3" fill="#8fc3dd" />
    {device.sight === 'black' && <circle cx="56" cy="65" r="25" fill="#2a3335" stroke="#10262a" stroke-width="3" />}
    <circle cx="168" cy="50" r="5" fill={device.plugged ? '#3ddc84' : '#5b6769'} />
  </svg>
);

/** The hall as the camera sends it. */
const Seen = ({ device }: { device: CameraState }) => {
  const { say } = useWords();
  const { sight, walker, plugged } = device;
  const x = 20 + walker * 280;
  const isDark = !plugged || sight === 'black' || sight === 'silent';
  return (
    <svg class="camera-seen" viewBox="0 0 320 180" role="img" aria-label={say(`bench.sight.${sight}`)}>
      <rect width="320" height="180" fill="#b9c4bf" />
      <rect y="120" width="320" height="60" fill="#8a938f" />
      {[30, 125, 220].map((left) => (
        <rect key={left} x={left} y="50" width="70" height="70" fill="#e8ecea" />
      ))}
      <circle cx={x} cy="88" r="11" fill="#5a3d2b" />
      <path d={`M${x - 16} 150v-34a16 16 0 0 1 32 0v34z`} fill="#0f766e" />
      {sight === 'broken' && <rect y="84" width="320" height="96" fill="#808080" />}
      {isDark && <rect width="320" height="180" fill={sight === 'black' && plugged ? '#101010' : '#05090a'} />}
    </svg>
  );
};
