// What a scanner sees on a ticket: the QR in the picture of the newest one.
import type { RackDevice } from '../../contract/bench.ts';

type Printer = Extract<RackDevice, { kind: 'ticket-printer-escpos' }>;

/** The text of the QR; null when there is no ticket, no QR on it, or it came out torn. */
export const readTicket = async ({ id, tickets }: Pick<Printer, 'id' | 'tickets'>): Promise<string | null> => {
  const newest = tickets.at(-1);
  if (newest === undefined) return null;
  const answer = await fetch(`/api/pictures/${id}/${newest.number}.png`);
  if (!answer.ok) return null;
  const picture = await createImageBitmap(await answer.blob());
  const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
  if (context === null) return null;
  context.drawImage(picture, 0, 0);
  // Loaded when the first ticket is scanned: the bench opens without it.
  const { default: jsqr } = await import('jsqr');
  const { data } = context.getImageData(0, 0, picture.width, picture.height);
  return jsqr(data, picture.width, picture.height)?.data ?? null;
};
