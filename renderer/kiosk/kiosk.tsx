// The kiosk: takes one citizen from a question to a number.

import { useCallback, useState } from 'preact/hooks';
import type { KioskView } from '../../contract/live.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import { siteTimeZone } from '../../contract/time-zone.ts';
import { createKey } from '../lib/key.ts';
import { type Live, useLive } from '../lib/live.ts';
import { command, rpc, type Trouble } from '../lib/rpc.ts';
import { type CardNotice as CardNoticeState, useCardNotice } from '../lib/use-card-notice.ts';
import { useTypedCard } from '../lib/use-typed-card.ts';
import { CardNotice } from '../ui/card-notice.tsx';
import { Band } from './band.tsx';
import { FullPage } from './full-page.tsx';
import { Home } from './home.tsx';
import { IdleAsk } from './idle-ask.tsx';
import { PairPage } from './pair-page.tsx';
import { ProcedurePage } from './procedure-page.tsx';
import { RemarkLeft } from './remark-left.tsx';
import { RemarkPage } from './remark-page.tsx';
import { RemarkRead } from './remark-read.tsx';
import { RemarkWrite } from './remark-write.tsx';
import { ResultPage } from './result.tsx';
import { SearchPage } from './search-page.tsx';
import { TurnPage } from './turn.tsx';
import { useAttention } from './use-attention.ts';
import { useIdle } from './use-idle.ts';
import { type PairingState, usePairing } from './use-pairing.ts';
import { useReadAloud } from './use-read-aloud.ts';
import { afterAttention, idleLimitsOf, isForCitizens, newVisit, type Visit, type Wish } from './visit.ts';
import { useWords, WordsProvider } from './words.ts';

export const Kiosk = () => {
  const live = useLive('kiosk');
  const pairing = usePairing();
  const [visit, setVisit] = useState<Visit>(newVisit);
  const leave = useCallback(() => setVisit(newVisit), []);
  const cardNotice = useCardNotice(live.view?.cardRefused);
  useTypedCard({
    screen: 'kiosk',
    prefix: live.view?.cardPrefix ?? null,
    onRefused: cardNotice.show,
    // Without the host the kiosk says so by itself; a stranger's browser has no readers.
    onTrouble: () => undefined,
  });
  const [shownSeq, setShownSeq] = useState(0);
  const idle = useIdle(idleLimitsOf(visit), shownSeq, leave);

  const reading = useReadAloud(
    [live.status, visit.stage.at, visit.page, visit.field, visit.card?.by, idle.now].join(' '),
    visit.language,
    visit.textSize === 'large',
  );

  // In an emergency nothing that is held before the readers brings a number.
  useAttention(live.view?.emergency ? null : live.view, async (seq) => {
    const { language } = visit;
    const answer = await command(({ signal }) => rpc.kiosk.attend.mutate({ seq, language }, { signal }));
    // A kiosk that stands elsewhere is told of the reader too, and leaves it alone.
    if (!answer.ok && answer.error.code === 'not-a-kiosk') return;
    setShownSeq(seq);
    setVisit((before) => {
      if (before.stage.at === 'taking') return before;
      return answer.ok
        ? afterAttention(before, seq, answer.value)
        : { ...before, stage: { at: 'not-let-in', trouble: answer.error }, card: null };
    });
  });

  const take = useCallback(async (wish: Wish, language: Visit['language']) => {
    setVisit((before) => ({ ...before, stage: { at: 'taking', wish } }));
    const answer = await command(({ signal }) => rpc.kiosk.issue.mutate({ ...wish, language }, { signal }));
    setVisit((before) => ({
      ...before,
      card: null,
      stage: answer.ok ? { at: 'result', ticket: answer.value } : { at: 'refused', wish, trouble: answer.error },
    }));
  }, []);

  return (
    <WordsProvider language={visit.language}>
      <div class="kiosk" data-text={visit.textSize}>
        <Band
          siteName={live.view?.siteName ?? null}
          visit={visit}
          reading={reading}
          onLanguage={(language) => setVisit((before) => ({ ...before, language }))}
          onTextSize={(textSize) => setVisit((before) => ({ ...before, textSize, page: 0 }))}
        />
        <Stage
          live={live}
          pairing={pairing}
          visit={visit}
          onTake={(serviceId) => {
            const doubt = live.view?.services.find(({ id }) => id === serviceId)?.doubt ?? null;
            if (doubt !== null && visit.stage.at !== 'asked')
              setVisit((before) => ({ ...before, stage: { at: 'asked', serviceId, doubt } }));
            else void take({ serviceId, key: createKey(), presented: visit.card?.seq }, visit.language);
          }}
          onHome={() => setVisit((before) => ({ ...before, stage: { at: 'home' } }))}
          onAgain={(wish) => void take(wish, visit.language)}
          onPage={(page) => setVisit((before) => ({ ...before, page }))}
          onField={(field) => setVisit((before) => ({ ...before, field, page: 0 }))}
          onStage={(stage) => setVisit((before) => ({ ...before, stage }))}
          onLeave={leave}
        />
        <RefusedCard notice={cardNotice} />
        {idle.now === 'asking' && <IdleAsk leftS={idle.leftS} onLeave={leave} />}
      </div>
    </WordsProvider>
  );
};

const RefusedCard = ({ notice }: { notice: CardNoticeState }) => {
  const { say } = useWords();
  return <CardNotice reason={notice.reason} say={say} onClose={notice.close} />;
};

interface StageProps {
  readonly live: Live<KioskView>;
  readonly pairing: PairingState;
  readonly visit: Visit;
  readonly onTake: (serviceId: Wish['serviceId']) => void;
  readonly onAgain: (wish: Wish) => void;
  readonly onPage: (page: number) => void;
  readonly onField: (field: string | null) => void;
  readonly onStage: (stage: Visit['stage']) => void;
  readonly onHome: () => void;
  readonly onLeave: () => void;
}

/** Refusals that may be gone a moment later. */
const passing: readonly Trouble['code'][] = ['no-connection', 'stopping'];

/** What a citizen can do when the trouble is the machine's. */
const helpFor = (code: Trouble['code']) => {
  if (passing.includes(code)) return 'kiosk.noAnswer';
  return code === 'storage-full' ? 'kiosk.fullHint' : 'kiosk.failedHint';
};

type KeptStage = Extract<
  Visit['stage'],
  { at: 'result' | 'turn' | 'said' | 'not-let-in' | 'refused' | 'remark-left' | 'remark-read' }
>;
const keptStages: readonly Visit['stage']['at'][] = [
  'result',
  'turn',
  'said',
  'not-let-in',
  'refused',
  'remark-left',
  'remark-read',
] satisfies readonly KeptStage['at'][];
const isKept = (stage: Visit['stage']): stage is KeptStage => keptStages.includes(stage.at);

interface KeptProps extends Pick<StageProps, 'live' | 'onAgain' | 'onStage' | 'onLeave'> {
  readonly stage: KeptStage;
}

/** What was given to the person who stands there. */
const Kept = ({ stage, live, onAgain, onStage, onLeave }: KeptProps) => {
  const { say } = useWords();
  switch (stage.at) {
    case 'result':
      return <ResultPage ticket={stage.ticket} printer={live.view?.printer ?? 'offline'} onDone={onLeave} />;
    case 'turn':
      return <TurnPage ticket={stage.ticket} onDone={onLeave} />;
    case 'remark-left':
      return <RemarkLeft left={stage.left} onDone={onLeave} />;
    case 'remark-read':
      return <RemarkRead stage={stage} onStage={onStage} onDone={onLeave} />;
    case 'said':
    case 'not-let-in':
      return <Said stage={stage} onLeave={onLeave} />;
    default:
  }
  const { code, params } = stage.trouble;
  return (
    <FullPage
      testId="kiosk-refused"
      icon="warning"
      title={say('kiosk.notIssued')}
      hint={isForCitizens(code) ? say(`refusal.${code}`, params) : say(helpFor(code))}
      actions={
        passing.includes(code)
          ? [
              { label: say('kiosk.tryAgain'), weight: 'strong', run: () => onAgain(stage.wish) },
              { label: say('kiosk.goHome'), weight: 'quiet', run: onLeave },
            ]
          : [{ label: say('kiosk.goHome'), weight: 'strong', run: onLeave }]
      }
    />
  );
};

/** A number that is on the screen stays there even if the host goes away; everything else needs the host. */
const Stage = ({ live, pairing, visit, onAgain, onLeave, ...offered }: StageProps) => {
  const { say } = useWords();
  const { stage } = visit;
  if (isKept(stage))
    return <Kept stage={stage} live={live} onAgain={onAgain} onStage={offered.onStage} onLeave={onLeave} />;
  if (pairing.at === 'out') return <PairPage code={pairing.code} />;
  // Alone, and never let in by the host of the hall: no number may be given.
  const isCutOff = live.view?.isApart === true && live.view.services.length === 0;
  if (isCutOff || live.status === 'lost' || live.status === 'gone' || live.status === 'denied')
    return (
      <FullPage
        testId="kiosk-offline"
        icon="offline"
        title={say('kiosk.offlineTitle')}
        hint={say('kiosk.offlineHint')}
        actions={[]}
      />
    );
  const { view } = live;
  if (view === null)
    return (
      <FullPage
        testId="kiosk-starting"
        icon="closed"
        title={say('kiosk.starting')}
        hint={say('kiosk.startingHint')}
        actions={[]}
      />
    );
  if (view.emergency !== null) return <EmergencyPage text={view.emergency} />;
  if (view.storage !== 'ok')
    return (
      <FullPage
        testId={`kiosk-storage-${view.storage}`}
        icon="warning"
        title={say(view.storage === 'full' ? 'kiosk.fullTitle' : 'kiosk.failedTitle')}
        hint={say(view.storage === 'full' ? 'kiosk.fullHint' : 'kiosk.failedHint')}
        actions={[]}
      />
    );
  return <Offered view={view} visit={visit} {...offered} />;
};

interface OfferedProps extends Omit<StageProps, 'live' | 'pairing' | 'onAgain' | 'onLeave'> {
  readonly view: KioskView;
}

const noSearch = { at: 'search', typed: '', field: null, page: 0 } as const;

const Offered = ({ view, visit, onTake, onHome, onPage, onField, onStage }: OfferedProps) => {
  const { say } = useWords();
  const { stage } = visit;
  if (stage.at === 'remark') return <RemarkPage onStage={onStage} onDone={onHome} />;
  if (stage.at === 'remark-write') return <RemarkWrite stage={stage} onStage={onStage} />;
  if (stage.at === 'procedure')
    return <ProcedurePage stage={stage} services={view.services} onStage={onStage} onTake={onTake} />;
  if (stage.at === 'search')
    return (
      <SearchPage
        stage={stage}
        textSize={visit.textSize}
        services={view.services}
        onStage={onStage}
        onTake={onTake}
        onHome={onHome}
      />
    );
  if (view.closed !== null) return <Closed opensAtMs={view.closed.opensAtMs} />;
  if (view.services.length === 0)
    return (
      <FullPage
        testId="kiosk-no-services"
        icon="closed"
        title={say('kiosk.noServicesTitle')}
        hint={say('kiosk.noServicesHint')}
        actions={[]}
      />
    );
  return (
    <Home
      view={view}
      visit={visit}
      onTake={onTake}
      onHome={onHome}
      onPage={onPage}
      onField={onField}
      onSearch={() => onStage(noSearch)}
      onRemark={() => onStage({ at: 'remark' })}
    />
  );
};

interface SaidProps {
  readonly stage: Extract<Visit['stage'], { at: 'said' | 'not-let-in' }>;
  readonly onLeave: () => void;
}

/** Why a code that was scanned brings no number, and what to do instead. */
const Said = ({ stage, onLeave }: SaidProps) => {
  const { say } = useWords();
  const actions = [{ label: say('kiosk.goHome'), weight: 'strong', run: onLeave }] as const;
  if (stage.at === 'said')
    return (
      <FullPage
        testId="kiosk-said"
        icon="ticket"
        title={say(`kiosk.said.${stage.why}`)}
        hint={say(`kiosk.saidTodo.${stage.why}`)}
        actions={actions}
      />
    );
  const { code, params } = stage.trouble;
  const isEarly = code === 'too-early';
  return (
    <FullPage
      testId="kiosk-not-let-in"
      icon={isEarly ? 'closed' : 'warning'}
      title={say(isEarly ? 'kiosk.tooEarly' : 'kiosk.notIssued')}
      hint={isForCitizens(code) ? say(`refusal.${code}`, params) : say('kiosk.failedHint')}
      actions={actions}
    />
  );
};

const EmergencyPage = ({ text }: { text: LocalisedText }) => {
  const { say, local } = useWords();
  return (
    <FullPage
      testId="kiosk-emergency"
      icon="warning"
      title={local(text)}
      hint={say('kiosk.emergencyHint')}
      actions={[]}
    />
  );
};

const Closed = ({ opensAtMs }: { opensAtMs: number | null }) => {
  const { say, locale } = useWords();
  const when =
    opensAtMs === null
      ? ''
      : new Intl.DateTimeFormat(locale, {
          weekday: 'long',
          day: 'numeric',
          month: 'numeric',
          hour: '2-digit',
          minute: '2-digit',
          timeZone: siteTimeZone,
        }).format(opensAtMs);
  return (
    <FullPage
      testId="kiosk-closed"
      icon="closed"
      title={say('kiosk.closedTitle')}
      hint={say(opensAtMs === null ? 'kiosk.closedHint' : 'kiosk.opensAt', { when })}
      actions={[]}
    />
  );
};
