// The services: who waits for each, and whether numbers are given.
import type { HallService, HallView } from '../../contract/hall-view.ts';
import { ageOf } from '../lib/age.ts';
import { timeOfDay } from '../lib/clock.ts';
import { rpc } from '../lib/rpc.ts';
import type { HallAsk } from './hall-asks.tsx';
import type { Send } from './use-said.ts';
import { useWords } from './words.ts';

interface ServicesProps {
  readonly view: HallView;
  readonly nowMs: number;
  readonly onAsk: (ask: HallAsk) => void;
  readonly onSend: Send;
}

export const Services = ({ view, nowMs, onAsk, onSend }: ServicesProps) => {
  const { say } = useWords();
  return (
    <section class="box">
      <table class="services">
        <thead>
          <tr>
            <th scope="col">{say('hall.service')}</th>
            <th scope="col">{say('hall.waiting')}</th>
            <th scope="col">{say('hall.longest')}</th>
            <th scope="col">{say('hall.range')}</th>
            <th scope="col">{say('hall.open')}</th>
            <th scope="col">
              <span class="unseen">{say('hall.close')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {view.services.map((service) => (
            <Service key={service.id} service={service} nowMs={nowMs} onAsk={onAsk} onSend={onSend} />
          ))}
        </tbody>
      </table>
    </section>
  );
};

interface ServiceProps extends Omit<ServicesProps, 'view'> {
  readonly service: HallService;
}

const Service = ({ service, nowMs, onAsk, onSend }: ServiceProps) => {
  const { say, local } = useWords();
  const { id: serviceId, wait, closing } = service;
  const name = local(service.name);
  const age = service.oldestAtMs === null ? null : ageOf(service.oldestAtMs, nowMs);
  const range = () => {
    if (wait === null) return say('hall.unknown');
    return say(wait.low === 0 ? 'hall.rangeUpTo' : 'hall.rangeMinutes', { ...wait });
  };
  return (
    <tr data-testid={`hall-service-${serviceId}`} data-closed={closing !== null}>
      <th scope="row">
        {name}
        {closing && (
          <small class="closing">
            {closing.fromMs <= nowMs
              ? say('hall.closed', { reason: say(`closing.${closing.reason}`) })
              : say('hall.closes', { reason: say(`closing.${closing.reason}`), time: timeOfDay(closing.fromMs) })}
          </small>
        )}
      </th>
      <td class="figure">{service.waiting}</td>
      <td class="figure" data-band={age?.band}>
        {age === null ? '–' : say('hall.minutes', { minutes: age.minutes })}
      </td>
      <td>{range()}</td>
      <td data-band={service.openCounters === 0 && service.waiting > 0 ? 'tooLong' : undefined}>
        {service.openCounters === 0 ? say('hall.noneOpen') : service.openCounters}
      </td>
      <td class="end">
        {closing === null ? (
          <button
            type="button"
            class="press quiet"
            data-testid={`hall-close-${serviceId}`}
            onClick={() => onAsk({ about: 'close', serviceId })}
          >
            {say('hall.close')}
          </button>
        ) : (
          <button
            type="button"
            class="press strong"
            data-testid={`hall-reopen-${serviceId}`}
            onClick={() =>
              void onSend(
                ({ signal }) => rpc.hall.reopenService.mutate({ serviceId }, { signal }),
                say('hall.reopened', { service: name }),
              )
            }
          >
            {say('hall.reopen')}
          </button>
        )}
      </td>
    </tr>
  );
};
