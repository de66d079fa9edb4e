// The ticket's drawing with the words of this site.
import type { IssuedTicket } from '../../contract/rpc-kiosk.ts';
import type { Language } from '../../contract/ticket.ts';
import { siteTimeZone } from '../../contract/time-zone.ts';
import type { Raster } from '../../drivers/core/device-classes.ts';
import { createTicketImage } from '../services/printing/index.ts';
import type { Ticket } from '../services/queue/index.ts';
import type { Waits } from '../services/waits/index.ts';
import type { SiteConfig } from './site-schema.ts';

const printedMoment = (): ((atMs: number) => { readonly time: string; readonly date: string }) => {
  const time = new Intl.DateTimeFormat('vi-VN', { timeZone: siteTimeZone, hour: '2-digit', minute: '2-digit' });
  const date = new Intl.DateTimeFormat('vi-VN', {
    timeZone: siteTimeZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  });
  return (atMs) => ({ time: time.format(atMs), date: date.format(atMs) });
};

export const drawTicket = ({
  config,
  widthPx,
  turnUrl,
  promised,
}: {
  readonly config: SiteConfig;
  readonly widthPx: number;
  readonly turnUrl: (token: string) => string;
  readonly promised: Waits['promised'];
}): ((ticket: Ticket, copy: number) => Raster) => {
  const image = createTicketImage(widthPx);
  const moment = printedMoment();
  return (ticket, copy) =>
    image({
      siteName: config.site.name,
      number: ticket.number,
      service: config.services.find(({ id }) => id === ticket.serviceId)?.name ?? {
        vi: ticket.serviceId,
        en: ticket.serviceId,
      },
      language: ticket.language,
      issuedAt: moment(ticket.issuedAtMs),
      wait: promised(ticket.ticketId),
      turnUrl: turnUrl(ticket.token),
      copy,
    });
};

/** Of a number that another machine gave this moment. */
export const drawIssued = ({ site }: Pick<SiteConfig, 'site'>, widthPx: number) => {
  const image = createTicketImage(widthPx);
  const moment = printedMoment();
  return (
    { number, service, turnUrl }: IssuedTicket,
    paper: { readonly copy: number; readonly language: Language; readonly atMs: number },
  ): Raster => {
    const { copy, language, atMs } = paper;
    return image({ siteName: site.name, number, service, language, issuedAt: moment(atMs), wait: null, turnUrl, copy });
  };
};
