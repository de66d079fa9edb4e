// What the guardians of one person were told, and whom to telephone where nothing reached them.
import { useEffect, useState } from 'preact/hooks';
import type { GuardianNoticeState } from '../../contract/guardian-notice.ts';
import type { Guardian } from '../../contract/people.ts';
import type { SheetPage, SheetRow } from '../../contract/sheet.ts';
import { timeOfDay } from '../lib/clock.ts';
import { command, rpc } from '../lib/rpc.ts';
import type { Ask } from './use-said.ts';
import { useWords } from './words.ts';

const mayBeTold: ReadonlySet<GuardianNoticeState> = new Set(['waiting', 'refused', 'gave-up', 'no-contact']);
const mayBeSentAgain: ReadonlySet<GuardianNoticeState> = new Set(['refused', 'gave-up', 'no-contact']);

interface NoticesProps {
  readonly page: SheetPage;
  readonly row: SheetRow;
  readonly act: (ask: Ask<unknown>, status: string) => Promise<void>;
}

export const PersonNotices = ({ page, row, act }: NoticesProps) => {
  const { say } = useWords();
  const { sheetId } = page;
  const { personId, notices } = row;
  const [guardians, setGuardians] = useState<readonly Guardian[] | null>(null);
  useEffect(() => {
    void command(({ signal }) => rpc.sheets.guardians.query({ sheetId, personId }, { signal })).then((answer) => {
      if (answer.ok) setGuardians(answer.value);
    });
  }, [sheetId, personId]);
  return (
    <fieldset class="mark-part" data-testid="mark-notices">
      <legend>{say('sheet.notices')}</legend>
      {guardians?.map(({ name, relation, contact }) => (
        <p key={name + contact} class="soft">
          {[name, relation, contact].filter((part) => part !== '').join(' · ')}
        </p>
      ))}
      {guardians?.length === 0 && <p class="soft">{say('sheet.noGuardians')}</p>}
      {notices.map(({ kind, state, why, tries, atMs }) => (
        <div key={kind} class="notice-one">
          <p>
            {say('sheet.noticeLine', {
              kind: say(`sheet.notice.${kind}`),
              state: say(`sheet.noticeState.${state}`),
              time: timeOfDay(atMs),
            })}
            {why !== '' && <span class="soft"> {say('sheet.noticeWhy', { tries: Math.max(1, tries), why })}</span>}
          </p>
          {mayBeTold.has(state) && (
            <button
              type="button"
              class="press quiet"
              data-testid={`told-${kind}`}
              onClick={() =>
                void act(
                  ({ signal }) => rpc.sheets.told.mutate({ sheetId, personId, kind }, { signal }),
                  say('sheet.noticeState.told'),
                )
              }
            >
              {say('sheet.toldByPhone')}
            </button>
          )}
          {mayBeSentAgain.has(state) && (
            <button
              type="button"
              class="press quiet"
              data-testid={`again-${kind}`}
              onClick={() =>
                void act(
                  ({ signal }) => rpc.sheets.again.mutate({ sheetId, personId, kind }, { signal }),
                  say('sheet.sendAgain'),
                )
              }
            >
              {say('sheet.sendAgain')}
            </button>
          )}
        </div>
      ))}
    </fieldset>
  );
};
