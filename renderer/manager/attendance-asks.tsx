// What is asked about a whole sheet: changing it, cancelling it, inviting more people.
import { useState } from 'preact/hooks';
import type { SheetDetails } from '../../contract/attendance.ts';
import type { SheetPage } from '../../contract/sheet.ts';
import { rpc } from '../lib/rpc.ts';
import { AskDialog } from './ask-dialog.tsx';
import { readDetails, typedOf } from './attendance-details.ts';
import { DetailFields } from './attendance-fields.tsx';
import { Chooser, lackOf, mostChosen, nobodyChosen, useInvitable } from './attendance-invite.tsx';
import type { Send } from './use-said.ts';
import { useWords } from './words.ts';

export type SheetAsk = 'change' | 'cancel' | 'invite';

interface SheetAsksProps {
  readonly ask: SheetAsk;
  readonly page: SheetPage;
  readonly send: Send;
  readonly onClose: () => void;
  readonly onDenied: () => void;
}

export const SheetAsks = (props: SheetAsksProps) => {
  switch (props.ask) {
    case 'change':
      return <Change {...props} />;
    case 'cancel':
      return <Cancel {...props} />;
    case 'invite':
      return <Invite {...props} />;
  }
};

const detailsOf = ({ title, place, agenda, times, quorumRule }: SheetPage): SheetDetails => ({
  title,
  place,
  agenda: [...agenda],
  times,
  quorum: quorumRule,
});

const Change = ({ page, send, onClose }: SheetAsksProps) => {
  const { say } = useWords();
  // What was seen when the dialog was opened: what somebody else changes meanwhile is not overwritten.
  const [was] = useState(() => detailsOf(page));
  const [typed, setTyped] = useState(() => typedOf(was));
  const to = readDetails(typed);
  return (
    <AskDialog
      title={say(page.kind === 'meeting' ? 'sheet.change' : 'sheet.changeSession')}
      testId="change-dialog"
      onClose={onClose}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (typeof to === 'string') return;
          onClose();
          void send(
            ({ signal }) => rpc.sheets.change.mutate({ sheetId: page.sheetId, was, to }, { signal }),
            say('sheet.changed'),
          );
        }}
      >
        <DetailFields typed={typed} kind={page.kind} onType={setTyped} />
        {typeof to === 'string' && (
          <p class="wrong" role="alert">
            {say(`sheet.lack.${to}`)}
          </p>
        )}
        <p class="ask-choices">
          <button type="button" class="press quiet" onClick={onClose}>
            {say('sheet.close')}
          </button>
          <button type="submit" class="press strong" data-testid="change-store" disabled={typeof to === 'string'}>
            {say('sheet.store')}
          </button>
        </p>
      </form>
    </AskDialog>
  );
};

const Cancel = ({ page, send, onClose }: SheetAsksProps) => {
  const { say } = useWords();
  return (
    <AskDialog title={say('sheet.cancel')} testId="cancel-dialog" onClose={onClose}>
      <p>{say('sheet.cancelSure', { title: page.title })}</p>
      <p class="ask-choices">
        <button type="button" class="press quiet" onClick={onClose}>
          {say('sheet.keep')}
        </button>
        <button
          type="button"
          class="press strong warn"
          data-testid="cancel-do"
          onClick={() => {
            onClose();
            void send(
              ({ signal }) => rpc.sheets.cancel.mutate({ sheetId: page.sheetId }, { signal }),
              say('sheet.cancelled'),
            );
          }}
        >
          {say('sheet.cancel')}
        </button>
      </p>
    </AskDialog>
  );
};

const Invite = ({ page, send, onClose, onDenied }: SheetAsksProps) => {
  const { say } = useWords();
  const invitable = useInvitable(onDenied);
  const [chosen, setChosen] = useState(nobodyChosen);
  const [isAsked, setAsked] = useState(false);
  const choice = lackOf(chosen);
  const onSheet = new Set(page.rows.map(({ personId }) => personId));
  const rest =
    invitable === null
      ? null
      : { ...invitable, people: invitable.people.filter(({ personId }) => !onSheet.has(personId)) };
  return (
    <AskDialog title={say('sheet.invite')} testId="invite-dialog" onClose={onClose}>
      {rest === null ? (
        <p class="soft">{say('sheet.reading')}</p>
      ) : (
        <Chooser invitable={rest} chosen={chosen} onChoose={setChosen} />
      )}
      {isAsked && choice !== null && (
        <p class="wrong" role="alert">
          {say(`sheet.lack.${choice.lack}`, { seat: choice.lack === 'seat' ? choice.seat : '', max: mostChosen })}
        </p>
      )}
      <p class="ask-choices">
        <button type="button" class="press quiet" onClick={onClose}>
          {say('sheet.close')}
        </button>
        <button
          type="button"
          class="press strong"
          data-testid="invite-store"
          onClick={() => {
            setAsked(true);
            if (choice !== null) return;
            onClose();
            void send(
              ({ signal }) =>
                rpc.sheets.expect.mutate(
                  { sheetId: page.sheetId, attendees: [...chosen.attendees], groups: [...chosen.groups] },
                  { signal },
                ),
              say('sheet.inviteDone'),
            );
          }}
        >
          {say('sheet.add')}
        </button>
      </p>
    </AskDialog>
  );
};
