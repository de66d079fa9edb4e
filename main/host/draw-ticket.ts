import { siteTimeZone } from '../../contract/time-zone.ts';
import type { Raster } from '../../drivers/core/device-classes.ts';
import { createTicketImage } from '../services/printing/index.ts';
import type { Ticket } from '../services/queue/index.ts';
import type { Waits } from '../services/waits/index.ts';
import type { SiteConfig } from './site-schema.ts';

/** The ticket's drawing with the words of this site. */
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
  const time = new Intl.DateTimeFormat('vi-VN', { timeZone: siteTimeZone, hour: '2-digit', minute: '2-digit' });
  const date = new Intl.DateTimeFormat('vi-VN', {
    timeZone: siteTimeZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  });
  return (ticket, copy) =>
    image({
      siteName: config.site.name,
      number: ticket.number,
      service: config.services.find(({ id }) => id === ticket.serviceId)?.name ?? {
        vi: ticket.serviceId,
        en: ticket.serviceId,
      },
      language: ticket.language,
      issuedAt: { time: time.format(ticket.issuedAtMs), date: date.format(ticket.issuedAtMs) },
      wait: promised(ticket.ticketId),
      turnUrl: turnUrl(ticket.token),
      copy,
    });
};
