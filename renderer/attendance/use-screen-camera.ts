// The camera of this machine: opened, watched, opened again when it was plugged in or let go.
import { useCallback, useEffect, useState } from 'preact/hooks';

export type ScreenCameraTrouble = 'insecure' | 'denied' | 'missing' | 'busy' | 'unplugged';
export type ScreenCamera =
  | { readonly state: 'off' | 'starting' }
  | { readonly state: 'trouble'; readonly trouble: ScreenCameraTrouble }
  | { readonly state: 'on'; readonly stream: MediaStream };

const tryAgainMs = 4000;
const place = 'motcua.camera';
const size = { width: { ideal: 1280 }, height: { ideal: 720 } } as const;

const troubleOf = (error: unknown): ScreenCameraTrouble => {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'missing';
};

/** Opens the camera that was chosen here before; one that is gone leaves any other. */
const openCamera = async (devices: MediaDevices): Promise<MediaStream> => {
  const chosen = localStorage.getItem(place);
  const video = chosen === null ? { ...size, facingMode: 'user' } : { ...size, deviceId: { ideal: chosen } };
  return devices.getUserMedia({ video, audio: false });
};

const nextCamera = async (devices: MediaDevices, current: MediaStream | null): Promise<void> => {
  const ids = (await devices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput').map((one) => one.deviceId);
  const now = ids.indexOf(current?.getVideoTracks()[0]?.getSettings().deviceId ?? '');
  const next = ids[(now + 1) % ids.length];
  if (next !== undefined) localStorage.setItem(place, next);
};

/** `isWanted` false lets the camera go. */
export const useScreenCamera = (
  isWanted: boolean,
): ScreenCamera & { readonly change: () => void; readonly count: number } => {
  const [camera, setCamera] = useState<ScreenCamera>({ state: 'off' });
  const [count, setCount] = useState(0);
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!isWanted) {
      setCamera({ state: 'off' });
      return undefined;
    }
    const devices: MediaDevices | undefined = navigator.mediaDevices;
    if (devices === undefined) {
      setCamera({ state: 'trouble', trouble: 'insecure' });
      return undefined;
    }
    let isOver = false;
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void open(), tryAgainMs);
    };
    const release = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
      stream = null;
    };
    const fail = (trouble: ScreenCameraTrouble) => {
      if (isOver) return;
      release();
      setCamera({ state: 'trouble', trouble });
      later();
    };
    const open = async (): Promise<void> => {
      try {
        const opened = await openCamera(devices);
        stream = opened;
        if (isOver) return release();
        opened.getVideoTracks()[0]?.addEventListener('ended', () => fail('unplugged'));
        setCamera({ state: 'on', stream: opened });
        const all = await devices.enumerateDevices();
        setCount(all.filter(({ kind }) => kind === 'videoinput').length);
      } catch (error) {
        fail(troubleOf(error));
      }
    };
    const onPlugged = () => {
      if (stream === null) void open();
    };
    setCamera((before) => (before.state === 'trouble' ? before : { state: 'starting' }));
    void open();
    devices.addEventListener('devicechange', onPlugged);
    return () => {
      isOver = true;
      clearTimeout(timer);
      devices.removeEventListener('devicechange', onPlugged);
      release();
    };
  }, [isWanted, round]);
  const change = useCallback(() => {
    const stream = camera.state === 'on' ? camera.stream : null;
    void nextCamera(navigator.mediaDevices, stream).then(() => setRound((before) => before + 1));
  }, [camera]);
  return { ...camera, change, count };
};
