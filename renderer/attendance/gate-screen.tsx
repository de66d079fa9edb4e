// One gate: who stands before the camera, what they do next, who came last.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { GateAnswer, GateLook, GatePassage, GateView } from '../../contract/gate.ts';
import { readTypedCard } from '../../contract/typed-card.ts';
import { timeOfDay, useNow } from '../lib/clock.ts';
import { reportScreen } from '../lib/report-screen.ts';
import { command, rpc } from '../lib/rpc.ts';
import { Icon, Mark } from '../ui/icons.tsx';
import { Help, type HelpWanted } from './help.tsx';
import { Message } from './message.tsx';
import { momentOf, newestPassage, passageKey, usesFaces } from './moment.ts';
import { ScreenPicture, SitePictures } from './pictures.tsx';
import { Recent } from './recent.tsx';
import { createGateSound, type GateSound } from './sound.ts';
import { useScreenCamera } from './use-screen-camera.ts';
import { useTypedLines } from './use-typed-lines.ts';
import { useWords } from './words.ts';

interface GateScreenProps {
  readonly view: GateView;
  readonly offsetMs: number;
  readonly onLanguage: () => void;
  readonly onDenied: () => void;
}

const answerShownMs = 6000;

const useSound = (): { readonly sound: { readonly current: GateSound | null }; readonly isAllowed: boolean } => {
  const [isAllowed, setIsAllowed] = useState(true);
  const sound = useRef<GateSound | null>(null);
  useEffect(() => {
    const made = createGateSound(setIsAllowed);
    sound.current = made;
    return () => made.close();
  }, []);
  return { sound, isAllowed };
};

/** The newest look of each camera; forgotten when nobody looks any more. */
const useLooks = (isLooking: boolean) => {
  const [looks, setLooks] = useState<Readonly<Record<string, GateLook>>>({});
  useEffect(() => setLooks({}), [isLooking]);
  const onLook = useCallback(
    (camera: string, look: GateLook) =>
      // One that was overtaken says nothing.
      setLooks((before) => (look.skipped === 'superseded' ? before : { ...before, [camera]: look })),
    [],
  );
  return { looks, onLook };
};

/** A card or a code that a keyboard reader types at this screen. */
const useTypedAnswer = (view: GateView): GateAnswer | null => {
  const [answer, setAnswer] = useState<GateAnswer | null>(null);
  const gate = view.gate.id;
  useTypedLines(view.cardPrefix, (text) => {
    const card = readTypedCard(text);
    const isCode = card.kind === 'refused' && card.reason === 'unreadable';
    const reading = isCode ? ({ kind: 'code', text } as const) : card;
    void command(({ signal }) => rpc.gate.present.mutate({ gate, reading }, { signal })).then((told) => {
      if (told.ok) setAnswer(told.value);
    });
  });
  useEffect(() => {
    if (answer === null) return undefined;
    const timer = setTimeout(() => setAnswer(null), answerShownMs);
    return () => clearTimeout(timer);
  }, [answer]);
  return answer;
};

export const GateScreen = ({ view, offsetMs, onLanguage, onDenied }: GateScreenProps) => {
  const { say, local } = useWords();
  const nowMs = useNow(500, offsetMs);
  const isOpen = view.sessions.length > 0;
  const isLooking = isOpen && usesFaces(view);
  const own = view.cameras.length === 0;
  const camera = useScreenCamera(isLooking && own);
  const { looks, onLook } = useLooks(isLooking);
  const answer = useTypedAnswer(view);
  const { sound, isAllowed } = useSound();
  const isSoundAllowed = useRef(isAllowed);
  isSoundAllowed.current = isAllowed;
  useEffect(() => reportScreen('attendance', () => isSoundAllowed.current), []);
  const [help, setHelp] = useState<HelpWanted | null>(null);
  const closeHelp = useCallback(() => setHelp(null), []);

  const newest = newestPassage(view);
  const moment = momentOf({
    view,
    nowMs,
    looks: Object.values(looks),
    trouble: camera.state === 'trouble' ? camera.trouble : null,
    answer,
  });
  const greeted = moment.at === 'greeting' ? passageKey(moment.passage) : null;
  const asks = moment.at === 'answer' || (moment.at === 'outcome' && moment.outcome.kind === 'ask-card');
  useEffect(() => {
    if (greeted === null) return;
    sound.current?.good();
    // Whoever reads on how to find the staff does not stand in the way of the next name.
    setHelp(null);
  }, [greeted, sound]);
  useEffect(() => {
    if (asks) sound.current?.ask();
  }, [asks, sound]);

  const takeBack = async ({ sheetId, personId, name }: GatePassage) => {
    const gate = view.gate.id;
    const taken = await command(({ signal }) => rpc.gate.withdraw.mutate({ gate, sheetId, personId }, { signal }));
    setHelp(taken.ok ? { why: 'taken-back', name } : { why: 'refused', trouble: taken.error });
  };

  return (
    <div class="gate" data-testid="gate" data-moment={moment.at} data-faces={view.faces}>
      <header class="band">
        <p class="band-site">
          <Mark />
          <span>
            <strong>{local(view.gate.name)}</strong>
            {say(view.gate.direction === 'in' ? 'gate.in' : 'gate.out')} · {local(view.siteName)}
          </span>
        </p>
        <div class="band-right">
          <time data-testid="gate-time">{timeOfDay(nowMs)}</time>
          <button type="button" class="switch" data-testid="gate-language" onClick={onLanguage}>
            <Icon name="globe" />
            {say('gate.otherLanguage')}
          </button>
        </div>
      </header>
      <main class={isLooking ? 'hall looking' : 'hall'}>
        {isLooking && (
          <section class="stage" aria-hidden="true">
            {own ? (
              <ScreenPicture gate={view.gate.id} camera={camera} onLook={onLook} onDenied={onDenied} />
            ) : (
              <SitePictures view={view} looks={looks} onLook={onLook} onDenied={onDenied} />
            )}
          </section>
        )}
        <section class="side">
          <Message moment={moment} view={view} nowMs={nowMs} onNotMe={(passage) => void takeBack(passage)} />
          {isOpen && (
            <Recent
              sessions={view.sessions}
              passages={moment.at === 'greeting' ? view.recent.slice(1) : view.recent}
              hasNewest={newest !== null}
              nowMs={nowMs}
              onNotMe={(passage) => void takeBack(passage)}
            />
          )}
          <footer class="ways">
            <button
              type="button"
              class="press quiet"
              data-testid="gate-not-listed"
              onClick={() => setHelp({ why: 'not-listed' })}
            >
              <Icon name="person" />
              {say('gate.notListedButton')}
            </button>
            {isLooking && own && camera.count > 1 && (
              <button type="button" class="press quiet" data-testid="gate-switch-camera" onClick={camera.change}>
                <Icon name="camera" />
                {say('gate.switchCamera')}
              </button>
            )}
            {!isAllowed && <p class="sound-off">{say('gate.soundOff')}</p>}
          </footer>
        </section>
      </main>
      {help !== null && <Help wanted={help} help={view.gate.help} onClose={closeHelp} />}
    </div>
  );
};
