// How all halls are at this moment, and the sums of the units above them.
import type { ComponentChildren } from 'preact';
import type { CityFigures, CityHall, CityNow, CityUnit } from '../../contract/city.ts';
import { deviceClassWords } from '../../contract/texts/devices.ts';
import { Icon } from '../ui/icons.tsx';
import { RatingCell, SatisfiedCell, ShareCell, Trend, useNumbers } from './numbers.tsx';
import { Wide } from './wide.tsx';
import { useWords } from './words.ts';

const MINUTE_MS = 60_000;
/** A line that is not late is not spoken of. */
const LATE_MS = 2 * MINUTE_MS;

interface NowProps {
  readonly now: CityNow;
  readonly onUnit: (code: string) => void;
  readonly onHall: (key: string) => void;
}

const Tile = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div class="tile">
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const Total = ({ total }: { total: CityNow['total'] }) => {
  const { say } = useWords();
  const { whole, digits } = useNumbers();
  const { kept, rated30Days, longestMinutes, indexPoints } = total;
  return (
    <dl class="tiles" data-testid="total">
      <Tile name={say('city.waiting')}>
        {whole(total.waiting)} <Trend numbers={total.trend} />
      </Tile>
      <Tile name={say('city.serving')}>{whole(total.serving)}</Tile>
      <Tile name={say('city.longest')}>
        {longestMinutes === null ? '–' : say('city.minutes', { count: longestMinutes })}
      </Tile>
      <Tile name={say('city.servedToday')}>{whole(total.servedToday)}</Tile>
      <Tile name={say('city.kept')}>{kept.value === null ? '–' : `${Math.round(kept.value * 100)} %`}</Tile>
      <Tile name={say('city.rated30')}>
        {rated30Days.few || rated30Days.satisfied.value === null
          ? '–'
          : `${Math.round(rated30Days.satisfied.value * 100)} %`}
      </Tile>
      <Tile name={say('city.index')}>{indexPoints === null ? '–' : digits(indexPoints, 2)}</Tile>
      <Tile name={say('city.devices')}>{whole(total.devicesDown)}</Tile>
      <Tile name={say('city.silent')}>
        {whole(total.silent)} / {whole(total.halls)}
      </Tile>
    </dl>
  );
};

const FigureCells = ({ of }: { of: CityFigures }) => {
  const { say } = useWords();
  const { whole } = useNumbers();
  return (
    <>
      <td class="number">
        <b>{whole(of.waiting)}</b>
      </td>
      <td>
        <Trend numbers={of.trend} />
      </td>
      <td class="number">{of.longestMinutes === null ? '–' : say('city.minutes', { count: of.longestMinutes })}</td>
      <td class="number">{whole(of.serving)}</td>
      <td class="number">{whole(of.servedToday)}</td>
      <ShareCell share={of.kept} />
      <RatingCell figures={of.ratedToday} />
      <SatisfiedCell figures={of.rated30Days} />
    </>
  );
};

const FigureHeads = () => {
  const { say } = useWords();
  return (
    <>
      <th scope="col">{say('city.waiting')}</th>
      <th scope="col">{say('city.trend')}</th>
      <th scope="col">{say('city.longest')}</th>
      <th scope="col">{say('city.serving')}</th>
      <th scope="col">{say('city.servedToday')}</th>
      <th scope="col">{say('city.kept')}</th>
      <th scope="col">{say('city.ratedToday')}</th>
      <th scope="col">{say('city.rated30')}</th>
    </>
  );
};

const Voice = ({ hall }: { hall: CityHall }) => {
  const { say } = useWords();
  const { moment } = useNumbers();
  const { voice, heardAtMs, lagMs } = hall;
  return (
    <td>
      <span class="voice" data-voice={voice}>
        <Icon name={voice === 'heard' ? 'check' : voice === 'silent' ? 'offline' : 'plug'} />
        {say(`city.voice.${voice}`, { time: heardAtMs === null ? '' : moment(heardAtMs) })}
      </span>
      {lagMs >= LATE_MS && <small class="late">{say('city.lag', { minutes: Math.round(lagMs / MINUTE_MS) })}</small>}
    </td>
  );
};

const isKnownKind = (key: string): key is keyof typeof deviceClassWords.vi => key in deviceClassWords.vi;

const Devices = ({ hall: { devices, down } }: { hall: CityHall }) => {
  const { say } = useWords();
  const kinds = [...new Set(down)].map((kind) => {
    const key = `class.${kind}`;
    return isKnownKind(key) ? say(key) : kind;
  });
  return (
    <td class={down.length > 0 ? 'bad' : ''}>
      {devices === 0 ? '–' : say('city.devicesOf', { down: down.length, all: devices })}
      {kinds.length > 0 && <small>{kinds.join(', ')}</small>}
    </td>
  );
};

const HallsTable = ({ now, onHall }: Pick<NowProps, 'now' | 'onHall'>) => {
  const { say } = useWords();
  if (now.halls.length === 0) return <p class="plain">{say('city.none')}</p>;
  return (
    <Wide name={say('city.halls')}>
      <table data-testid="halls">
        <thead>
          <tr>
            <th scope="col">{say('city.name')}</th>
            <th scope="col">{say('city.voice')}</th>
            <FigureHeads />
            <th scope="col">{say('city.devices')}</th>
          </tr>
        </thead>
        <tbody>
          {now.halls.map((hall) => (
            <tr key={hall.key} data-testid={`hall-${hall.key}`} data-voice={hall.voice}>
              <th scope="row">
                <button type="button" class="link" onClick={() => onHall(hall.key)}>
                  {hall.name}
                </button>
              </th>
              <Voice hall={hall} />
              <FigureCells of={hall} />
              <Devices hall={hall} />
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
};

const UnitsTable = ({ units, onUnit }: { units: readonly CityUnit[]; onUnit: NowProps['onUnit'] }) => {
  const { say } = useWords();
  const { whole } = useNumbers();
  return (
    <Wide name={say('city.units')}>
      <table data-testid="units">
        <thead>
          <tr>
            <th scope="col">{say('city.name')}</th>
            <th scope="col">{say('city.halls')}</th>
            <FigureHeads />
            <th scope="col">{say('city.devices')}</th>
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => (
            <tr key={unit.code}>
              <th scope="row">
                <button type="button" class="link" data-testid={`unit-${unit.code}`} onClick={() => onUnit(unit.code)}>
                  {unit.name}
                </button>
              </th>
              <td class={unit.silent > 0 ? 'number bad' : 'number'}>
                {whole(unit.halls)}
                {unit.silent > 0 && (
                  <small>
                    {say('city.silent')}: {whole(unit.silent)}
                  </small>
                )}
              </td>
              <FigureCells of={unit} />
              <td class={unit.devicesDown > 0 ? 'number bad' : 'number'}>{whole(unit.devicesDown)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
};

const Attendance = ({ halls }: { halls: readonly CityHall[] }) => {
  const { say } = useWords();
  const { whole } = useNumbers();
  return (
    <Wide name={say('city.schools')}>
      <table data-testid="attendance">
        <thead>
          <tr>
            <th scope="col">{say('city.name')}</th>
            <th scope="col">{say('city.arrived')}</th>
            <th scope="col">{say('city.wentHome')}</th>
            <th scope="col">{say('city.absenceAnnounced')}</th>
            <th scope="col">{say('city.absenceReported')}</th>
            <th scope="col">{say('city.corrected')}</th>
          </tr>
        </thead>
        <tbody>
          {halls.map(
            ({ key, name, attendance }) =>
              attendance !== null && (
                <tr key={key}>
                  <th scope="row">{name}</th>
                  <td class="number">{whole(attendance.arrived)}</td>
                  <td class="number">{whole(attendance.left)}</td>
                  <td class="number">{whole(attendance.absenceAnnounced)}</td>
                  <td class="number">{whole(attendance.absenceReported)}</td>
                  <td class="number">{whole(attendance.corrected)}</td>
                </tr>
              ),
          )}
        </tbody>
      </table>
    </Wide>
  );
};

export const Now = ({ now, onUnit, onHall }: NowProps) => {
  const { say } = useWords();
  const schools = now.halls.filter(({ attendance }) => attendance !== null);
  return (
    <>
      <nav class="path" aria-label={say('city.units')}>
        <button type="button" class="link" onClick={() => onUnit('')}>
          {say('city.all')}
        </button>
        {now.path.map(({ code, name }) => (
          <button key={code} type="button" class="link" onClick={() => onUnit(code)}>
            {name}
          </button>
        ))}
      </nav>
      <Total total={now.total} />
      {now.units.length > 0 && (
        <>
          <h2>{say('city.units')}</h2>
          <UnitsTable units={now.units} onUnit={onUnit} />
        </>
      )}
      <h2>{say('city.halls')}</h2>
      <HallsTable now={now} onHall={onHall} />
      {now.left > 0 && <p class="soft">{say('city.left', { count: now.left })}</p>}
      {schools.length > 0 && (
        <>
          <h2>{say('city.schools')}</h2>
          <Attendance halls={schools} />
        </>
      )}
      <p class="soft">{say('city.fewNote')}</p>
    </>
  );
};
