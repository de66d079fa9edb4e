// The camera's picture, and a box over every face with what it is asked to do.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { GateLook, GateOutcome, GateTrack, GateView } from '../../contract/gate.ts';
import { screenId } from '../lib/report-screen.ts';
import { Icon } from '../ui/icons.tsx';
import { followCamera, lookAtVideo } from './look-at.ts';
import type { ScreenCamera } from './use-screen-camera.ts';
import { useWords } from './words.ts';

type OnLook = (camera: string, look: GateLook) => void;

const toneOf = ({ kind }: GateOutcome): 'good' | 'ask' | 'calm' => {
  if (kind === 'named') return 'good';
  return kind === 'ask-card' || kind === 'stranger' || kind === 'not-listed' || kind === 'refused' ? 'ask' : 'calm';
};

const useLabel = () => {
  const { say } = useWords();
  return (outcome: GateOutcome): string => {
    switch (outcome.kind) {
      case 'named':
        return outcome.passage.name;
      case 'advice':
        return say(`face.${outcome.advice}`);
      case 'challenge':
        return say(`gate.show.${outcome.show}`);
      case 'looking':
      case 'storing':
        return say('gate.box.wait');
      case 'stranger':
        return say('gate.box.stranger');
      default:
        return say('gate.box.card');
    }
  };
};

const percent = (share: number): string => `${(100 * share).toFixed(2)}%`;

const Box = ({ track: { box, outcome }, isMirrored }: { track: GateTrack; isMirrored: boolean }) => {
  const label = useLabel();
  const left = isMirrored ? 1 - box.left - box.width : box.left;
  // A label of somebody at the edge stays in the picture.
  const side = left + box.width / 2 < 0.25 ? 'start' : left + box.width / 2 > 0.75 ? 'end' : 'middle';
  return (
    <div
      class={`box ${toneOf(outcome)}`}
      data-testid="gate-box"
      data-outcome={outcome.kind}
      style={{ left: percent(left), top: percent(box.top), width: percent(box.width), height: percent(box.height) }}
    >
      <span class={`box-label ${side}`}>{label(outcome)}</span>
    </div>
  );
};

const Boxes = ({ look, isMirrored }: { look: GateLook | undefined; isMirrored: boolean }) => (
  <>
    {look?.tracks.map((track) => (
      <Box key={track.track} track={track} isMirrored={isMirrored} />
    ))}
  </>
);

interface ScreenPictureProps {
  readonly gate: string;
  readonly camera: ScreenCamera;
  readonly onLook: OnLook;
  readonly onDenied: () => void;
}

/** Mirrored, as everybody knows themselves. */
export const ScreenPicture = ({ gate, camera, onLook, onDenied }: ScreenPictureProps) => {
  const { say } = useWords();
  const video = useRef<HTMLVideoElement>(null);
  const [ratio, setRatio] = useState(4 / 3);
  const [look, setLook] = useState<GateLook | undefined>();
  const stream = camera.state === 'on' ? camera.stream : null;
  useEffect(() => {
    const element = video.current;
    setLook(undefined);
    if (element === null || stream === null) return undefined;
    const ending = new AbortController();
    element.srcObject = stream;
    void element.play().catch(() => undefined);
    void lookAtVideo(element, {
      gate,
      screen: screenId(),
      onLook: (seen) => {
        if (seen.skipped !== 'superseded') setLook(seen);
        onLook('screen', seen);
      },
      onDenied,
      signal: ending.signal,
    });
    return () => {
      ending.abort();
      element.srcObject = null;
    };
  }, [stream, gate, onLook, onDenied]);
  return (
    <div class="frame" style={{ '--ratio': String(ratio) }}>
      <video
        ref={video}
        class="mirrored"
        muted
        playsInline
        data-testid="gate-video"
        onResize={({ currentTarget: { videoWidth, videoHeight } }) => {
          if (videoHeight > 0) setRatio(videoWidth / videoHeight);
        }}
      />
      <Boxes look={look} isMirrored={true} />
      {camera.state !== 'on' && (
        <p class="frame-note">
          <Icon name="camera" />
          {camera.state === 'trouble' ? say(`gate.camera.${camera.trouble}`) : say('gate.starting')}
        </p>
      )}
    </div>
  );
};

interface SitePicturesProps {
  readonly view: GateView;
  readonly looks: Readonly<Record<string, GateLook>>;
  readonly onLook: OnLook;
  readonly onDenied: () => void;
}

export const SitePictures = ({ view, looks, onLook, onDenied }: SitePicturesProps) => (
  <div class={view.cameras.length > 1 ? 'frames several' : 'frames'}>
    {view.cameras.map((camera) => (
      <SitePicture
        key={camera.id}
        gate={view.gate.id}
        camera={camera}
        look={looks[camera.id]}
        onLook={onLook}
        onDenied={onDenied}
      />
    ))}
  </div>
);

interface SitePictureProps {
  readonly gate: string;
  readonly camera: GateView['cameras'][number];
  readonly look: GateLook | undefined;
  readonly onLook: OnLook;
  readonly onDenied: () => void;
}

const SitePicture = ({ gate, camera: { id, label, state }, look, onLook, onDenied }: SitePictureProps) => {
  const { say } = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [ratio, setRatio] = useState(16 / 9);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const ending = new AbortController();
    void followCamera(id, element, {
      gate,
      onLook: (seen) => {
        if (element.height > 0) setRatio(element.width / element.height);
        onLook(id, seen);
      },
      onDenied,
      signal: ending.signal,
    });
    return () => ending.abort();
  }, [id, gate, onLook, onDenied]);
  return (
    <div class="place">
      <div class="frame" style={{ '--ratio': String(ratio) }} data-testid={`gate-camera-${id}`} data-state={state}>
        <canvas ref={canvas} />
        {state === 'ready' && <Boxes look={look} isMirrored={false} />}
        {state !== 'ready' && (
          <p class="frame-note">
            <Icon name="camera" />
            <strong>{say(`gate.camera.${state}`)}</strong>
            {say('gate.siteCamera', { label })}
          </p>
        )}
      </div>
    </div>
  );
};
