// A photo on its way: made small on the phone, which spares the citizen's line, and sent as a stream of bytes.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { SmallTrouble } from '../lib/small-rpc.ts';
import { withTimeLimit } from '../lib/time-limit.ts';

export interface ChosenPhoto {
  readonly bytes: Blob;
  /** What will be sent; null where this browser cannot draw it, and the host must see. */
  readonly drawn: HTMLCanvasElement | null;
}

const sidePx = 1600;
const quality = 0.85;
/** Ten megabytes on a poor line. */
const sendLimitMs = 110_000;

/** Draws the picture upright and no larger than it is kept; as it is where the browser cannot. */
export const preparePhoto = async (file: File): Promise<ChosenPhoto> => {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, sidePx / Math.max(bitmap.width, bitmap.height));
    const drawn = document.createElement('canvas');
    drawn.width = Math.max(1, Math.round(bitmap.width * scale));
    drawn.height = Math.max(1, Math.round(bitmap.height * scale));
    drawn.getContext('2d')?.drawImage(bitmap, 0, 0, drawn.width, drawn.height);
    bitmap.close();
    const bytes = await new Promise<Blob | null>((resolve) => drawn.toBlob(resolve, 'image/jpeg', quality));
    return { bytes: bytes ?? file, drawn };
  } catch {
    return { bytes: file, drawn: null };
  }
};

export const sendPhoto = async (token: string, bytes: Blob): Promise<Result<null, SmallTrouble>> => {
  try {
    return await withTimeLimit(sendLimitMs, async (signal) => {
      const response = await fetch('/remarks/photo', {
        method: 'PUT',
        headers: { 'content-type': 'application/octet-stream', 'remark-token': token },
        body: bytes,
        signal,
      });
      return response.ok ? ok(null) : refuse<SmallTrouble>(await response.json());
    });
  } catch {
    return refuse<SmallTrouble>({ code: 'no-connection' });
  }
};

/** The photo of a remark as an address of its own, or null. */
export const fetchPhoto = async (token: string): Promise<string | null> => {
  try {
    const response = await fetch('/remarks/photo', { headers: { 'remark-token': token } });
    if (!response.ok) return null;
    const bytes = await response.blob();
    return await new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.onerror = () => resolve(null);
      reader.readAsDataURL(bytes);
    });
  } catch {
    return null;
  }
};
