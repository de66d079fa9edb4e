// A new meeting: what, where, when, who.
import { useState } from 'preact/hooks';
import type { SheetId } from '../../contract/ids.ts';
import { rpc } from '../lib/rpc.ts';
import { readDetails, usualDetails } from './attendance-details.ts';
import { DetailFields } from './attendance-fields.tsx';
import { Chooser, lackOf, mostChosen, nobodyChosen, useInvitable } from './attendance-invite.tsx';
import { Said } from './said.tsx';
import { useSaid } from './use-said.ts';
import { useWords } from './words.ts';

interface MeetingFormProps {
  readonly nowMs: number;
  readonly onBack: () => void;
  readonly onPlanned: (sheetId: SheetId) => void;
  readonly onDenied: () => void;
}

export const MeetingForm = ({ nowMs, onBack, onPlanned, onDenied }: MeetingFormProps) => {
  const { say } = useWords();
  const [typed, setTyped] = useState(() => usualDetails(nowMs));
  const [chosen, setChosen] = useState(nobodyChosen);
  const [isAsked, setAsked] = useState(false);
  const [isSending, setSending] = useState(false);
  const { said, send } = useSaid(onDenied);
  const invitable = useInvitable(onDenied);
  const details = readDetails(typed);
  const choice = lackOf(chosen);
  const wrong =
    typeof details === 'string'
      ? say(`sheet.lack.${details}`)
      : choice === null
        ? ''
        : say(`sheet.lack.${choice.lack}`, { seat: choice.lack === 'seat' ? choice.seat : '', max: mostChosen });

  const plan = async () => {
    setAsked(true);
    if (typeof details === 'string' || choice !== null || isSending) return;
    setSending(true);
    await send(
      ({ signal }) =>
        rpc.sheets.plan.mutate(
          { ...details, agenda: [...details.agenda], attendees: [...chosen.attendees], groups: [...chosen.groups] },
          { signal },
        ),
      ({ sheetId }) => {
        onPlanned(sheetId);
        return say('sheet.planned', { title: details.title });
      },
    );
    setSending(false);
  };
  return (
    <div class="sheet-desk" data-testid="meeting-form">
      <div class="sheet-top">
        <button type="button" class="press quiet" data-testid="meeting-back" onClick={onBack}>
          {say('sheet.back')}
        </button>
        <div class="sheet-about">
          <h2>{say('sheet.planTitle')}</h2>
        </div>
      </div>
      <form
        class="meeting-sides"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void plan();
        }}
      >
        <section class="box meeting-part">
          <DetailFields typed={typed} kind="meeting" onType={setTyped} />
        </section>
        <section class="box meeting-part">
          {invitable === null ? (
            <p class="soft">{say('sheet.reading')}</p>
          ) : (
            <Chooser invitable={invitable} chosen={chosen} onChoose={setChosen} />
          )}
          {isAsked && wrong !== '' && (
            <p class="wrong" role="alert" data-testid="meeting-wrong">
              {wrong}
            </p>
          )}
          <Said said={said} />
          <button type="submit" class="press strong" data-testid="meeting-send" disabled={isSending}>
            {say('sheet.send')}
          </button>
        </section>
      </form>
    </div>
  );
};
