// One hall, day by day.
import type { CityHallDays } from '../../contract/city.ts';
import { Icon } from '../ui/icons.tsx';
import { useFollowed } from './ask.ts';
import { FigureCells, FigureHeads } from './figure-columns.tsx';
import { useNumbers } from './numbers.tsx';
import { Wide } from './wide.tsx';
import { useWords } from './words.ts';

const EVERY_MS = 15_000;

export const HallDays = ({ hallKey, onBack }: { hallKey: string; onBack: () => void }) => {
  const { say } = useWords();
  const { whole, day: dayText } = useNumbers();
  const { value } = useFollowed<CityHallDays>(`halls/${encodeURIComponent(hallKey)}`, EVERY_MS);
  return (
    <>
      <button type="button" class="press quiet" data-testid="back" onClick={onBack}>
        <Icon name="back" /> {say('city.back')}
      </button>
      {value === null ? (
        <p class="plain">{say('city.loading')}</p>
      ) : (
        <>
          <h2>
            {value.hall.name} · {say('city.days')}
          </h2>
          <Wide name={say('city.days')}>
            <table data-testid="days">
              <thead>
                <tr>
                  <th scope="col">{say('city.day')}</th>
                  <FigureHeads />
                  <th scope="col">{say('city.arrived')}</th>
                  <th scope="col">{say('city.absenceAnnounced')}</th>
                </tr>
              </thead>
              <tbody>
                {value.days.map((one) => (
                  <tr key={one.day}>
                    <th scope="row">{dayText(one.day)}</th>
                    <FigureCells of={one} />
                    <td class="number">{one.attendance === null ? '–' : whole(one.attendance.arrived)}</td>
                    <td class="number">{one.attendance === null ? '–' : whole(one.attendance.absenceAnnounced)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Wide>
          <p class="soft">{say('city.fewNote')}</p>
        </>
      )}
    </>
  );
};
