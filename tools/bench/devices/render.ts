// From the facts of a ticket to the bytes of its job.
import { encodeRaster, FEED_AND_CUT, INITIALISE } from '../../../drivers/ticket-printer-escpos/codec.ts';
import { PRINTER_PROFILES } from '../../../drivers/ticket-printer-escpos/models.ts';
import { createTicketImage } from '../../../main/services/printing/index.ts';
import { atMost, type Benchmark, fact, ms } from '../figure.ts';
import { median, percentile } from '../stats.ts';

const TICKETS = 400;
/** The compiler and the fonts are warm then; a kiosk draws its first ticket once a day. */
const WARM_UP = 20;

/** With other words each time. */
const renderTimes = async (): Promise<{ readonly wallMs: number[]; readonly busyMs: number[] }> => {
  const { widthPx, maxBandRows } = PRINTER_PROFILES['epson-80'];
  const draw = createTicketImage(widthPx);
  const wallMs: number[] = [];
  const busyMs: number[] = [];
  for (let at = 0; at < WARM_UP + TICKETS; at++) {
    const startedMs = performance.now();
    const busyBefore = process.cpuUsage();
    const raster = draw({
      siteName: { vi: 'Bộ phận Một cửa phường Hoa Sữa', en: 'Hoa Sua ward' },
      number: `A${String(at).padStart(3, '0')}`,
      service: { vi: 'Cấp lại giấy chứng nhận quyền sử dụng đất', en: 'Land certificate' },
      language: 'vi',
      issuedAt: { time: '08:05', date: '23/11/2026' },
      wait: { low: 12, high: 18 },
      turnUrl: `http://192.168.1.10:8080/t/S8Ns3VMd6tOgzmrYkc${at}`,
      copy: 1 + (at % 2),
    });
    const bands = encodeRaster(raster, maxBandRows);
    Buffer.concat([INITIALISE, ...bands.map(({ bytes }) => bytes), FEED_AND_CUT.partial]);
    const { user, system } = process.cpuUsage(busyBefore);
    if (at < WARM_UP) continue;
    wallMs.push(performance.now() - startedMs);
    busyMs.push((user + system) / 1000);
  }
  return { wallMs, busyMs };
};

export const render: Benchmark = {
  name: 'render',
  title: 'A ticket as ESC/POS bytes',
  method: `${TICKETS} tickets of 80 mm with other words each: drawn by the printing service (letters, code, lines), dithered to dots, encoded for an Epson-like printer with its head and its cut. One after the other. Processor time is what it costs; the wall clock also counts what other programs of the machine took.`,
  async run() {
    const { wallMs, busyMs } = await renderTimes();
    return [
      atMost(30, ms, { name: 'ticket to bytes, median of processor time', value: median(busyMs) }),
      fact('ticket to bytes, p99 of processor time', percentile(busyMs, 0.99), ms),
      fact('ticket to bytes, median by the wall clock', median(wallMs), ms),
    ];
  },
};
