// The reception desk: a number in the citizen's place, and those who come with an appointment.
import './reception.css';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PriorityId, ServiceId } from '../../contract/ids.ts';
import type { ReceptionDesk } from '../../contract/reception-desk.ts';
import type { IssuedTicket } from '../../contract/rpc-kiosk.ts';
import { timeOfDay } from '../lib/clock.ts';
import { createKey } from '../lib/key.ts';
import { useLive } from '../lib/live.ts';
import { rpc } from '../lib/rpc.ts';
import { Said } from './said.tsx';
import { type Send, useSaid } from './use-said.ts';
import { useWords } from './words.ts';

type Paper = 'print' | 'roll';

interface Taken {
  readonly ticket: IssuedTicket;
  readonly paper: Paper;
}

export const Reception = ({ onDenied }: { onDenied: () => void }) => {
  const { say, language } = useWords();
  const { view: desk, status } = useLive('reception');
  const { said, send } = useSaid(onDenied);
  useEffect(() => {
    if (status === 'denied') onDenied();
  }, [status, onDenied]);
  const [taken, setTaken] = useState<Taken | null>(null);
  const [paper, setPaper] = useState<Paper>('print');

  const take = (ask: Wanted) => {
    const key = createKey();
    return send(async ({ signal }) => {
      const answer = await rpc.reception.issue.mutate({ ...ask, paper, language, key }, { signal });
      setTaken(answer.ok ? { ticket: answer.value, paper } : null);
      return answer;
    }, '');
  };
  const checkIn = (code: string) =>
    send(async ({ signal }) => {
      const answer = await rpc.reception.checkIn.mutate({ code, language }, { signal });
      setTaken(answer.ok ? { ticket: answer.value, paper: 'print' } : null);
      return answer;
    }, '');

  return (
    <div class="columns reception" data-testid="manager-reception">
      {desk !== null && <TakeFor desk={desk} paper={paper} onPaper={setPaper} onTake={take} />}
      <aside class="beside">
        {taken !== null && <Slip taken={taken} />}
        {said?.kind === 'wrong' && <Said said={said} />}
        <section class="list">
          <h2>{say('manager.today')}</h2>
          {desk?.appointments.length === 0 && <p class="soft">{say('manager.todayNone')}</p>}
          <ul>
            {desk?.appointments.map((appointment) => (
              <Appointment key={appointment.code} appointment={appointment} onCheckIn={checkIn} />
            ))}
          </ul>
        </section>
      </aside>
    </div>
  );
};

interface Wanted {
  readonly serviceId: ServiceId;
  readonly further: ServiceId[];
  readonly priority: PriorityId | undefined;
}

interface TakeForProps {
  readonly desk: ReceptionDesk;
  readonly paper: Paper;
  readonly onPaper: (paper: Paper) => void;
  readonly onTake: (ask: Wanted) => ReturnType<Send>;
}

const TakeFor = ({ desk, paper, onPaper, onTake }: TakeForProps) => {
  const { say, local } = useWords();
  const [serviceId, setService] = useState<ServiceId | null>(null);
  const [further, setFurther] = useState<readonly ServiceId[]>([]);
  const [chosen, setPriority] = useState<PriorityId | undefined>();
  // Headquarters may have taken it off the list since it was chosen.
  const priority = desk.priorities.find(({ id }) => id === chosen)?.id;

  const send = async () => {
    if (serviceId === null) return;
    if (!(await onTake({ serviceId, further: further.filter((id) => id !== serviceId), priority }))) return;
    setService(null);
    setFurther([]);
    setPriority(undefined);
  };
  const toggle = (id: ServiceId) =>
    setFurther((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));

  return (
    <section class="panel take-for">
      <h2>{say('manager.takeFor')}</h2>
      <ul class="choices">
        {desk.services.map(({ id, name, waiting }) => (
          <li key={id}>
            <button
              type="button"
              class="choice"
              aria-pressed={id === serviceId}
              data-testid={`reception-service-${id}`}
              onClick={() => setService(id)}
            >
              <strong>{local(name)}</strong>
              <span>{say('manager.waiting', { count: waiting })}</span>
            </button>
          </li>
        ))}
      </ul>
      {desk.priorities.length > 0 && (
        <Chips title={say('manager.priority')}>
          <Chip
            isOn={priority === undefined}
            onPress={() => setPriority(undefined)}
            label={say('manager.noPriority')}
          />
          {desk.priorities.map(({ id, name }) => (
            <Chip key={id} isOn={priority === id} onPress={() => setPriority(id)} label={local(name)} />
          ))}
        </Chips>
      )}
      {desk.services.length > 1 && (
        <Chips title={say('manager.further')}>
          {desk.services
            .filter(({ id }) => id !== serviceId)
            .map(({ id, name }) => (
              <Chip key={id} isOn={further.includes(id)} onPress={() => toggle(id)} label={local(name)} />
            ))}
        </Chips>
      )}
      <Chips title={say('manager.paper')}>
        <Chip isOn={paper === 'print'} onPress={() => onPaper('print')} label={say('manager.paperPrint')} />
        <Chip isOn={paper === 'roll'} onPress={() => onPaper('roll')} label={say('manager.paperRoll')} />
      </Chips>
      <button
        type="button"
        class="press strong take"
        data-testid="reception-take"
        disabled={serviceId === null}
        onClick={() => void send()}
      >
        {serviceId === null
          ? say('manager.chooseService')
          : say(paper === 'roll' ? 'manager.takeFromRoll' : 'manager.takeAndPrint')}
      </button>
    </section>
  );
};

const Chips = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <fieldset class="chips">
    <legend>{title}</legend>
    <div>{children}</div>
  </fieldset>
);

const Chip = ({ isOn, label, onPress }: { isOn: boolean; label: string; onPress: () => void }) => (
  <button type="button" class="chip" aria-pressed={isOn} onClick={onPress}>
    {label}
  </button>
);

/** The number, to read out or to tear off. */
const Slip = ({ taken: { ticket, paper } }: { taken: Taken }) => {
  const { say, local } = useWords();
  const { number, service, ahead } = ticket;
  return (
    <section class="taken" role="status" data-testid="reception-taken">
      <p class="taken-number" data-testid="reception-number">
        {number}
      </p>
      <p>
        <strong>{local(service)}</strong>
        {ahead !== null && ` · ${say('manager.aheadOf', { count: ahead })}`}
      </p>
      <p>{say(paper === 'roll' ? 'manager.tearOff' : 'manager.handTicket', { number })}</p>
    </section>
  );
};

interface AppointmentProps {
  readonly appointment: ReceptionDesk['appointments'][number];
  readonly onCheckIn: (code: string) => Promise<boolean>;
}

const Appointment = ({ appointment: { code, service, startMs, state }, onCheckIn }: AppointmentProps) => {
  const { say, local } = useWords();
  const time = timeOfDay(startMs);
  return (
    <li class="person" data-testid={`reception-appointment-${code}`}>
      <p class="appointment-time">{time}</p>
      <p class="person-who">
        <strong>{local(service)}</strong>
        <span>
          {say('manager.codeOf', { code })} · {say(`manager.appointment.${state}`)}
        </span>
      </p>
      {state === 'booked' && (
        <p class="person-do">
          <button type="button" class="press quiet" onClick={() => void onCheckIn(code)}>
            {say('manager.checkIn')}
          </button>
        </p>
      )}
    </li>
  );
};
