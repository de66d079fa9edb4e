// The question and its answers.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ServiceId } from '../../contract/ids.ts';
import type { KioskView } from '../../contract/live.ts';
import { Icon } from '../ui/icons.tsx';
import { DoubtSheet } from './doubt-sheet.tsx';
import { mostWithoutFields, offersOf } from './fields.ts';
import { ServiceSheet } from './service-sheet.tsx';
import { FieldTile, Tile } from './tile.tsx';
import { useFit } from './use-fit.ts';
import { useOrientation } from './use-orientation.ts';
import { pagesOf, shapeOf, type Visit } from './visit.ts';
import { useWords } from './words.ts';

interface HomeProps {
  readonly view: KioskView;
  readonly visit: Visit;
  readonly onTake: (serviceId: ServiceId) => void;
  readonly onHome: () => void;
  readonly onPage: (page: number) => void;
  readonly onField: (field: string | null) => void;
  readonly onSearch: () => void;
  readonly onRemark: () => void;
}

/** Where an arrow key leads from the tile at `index`; the same tile at the edge. */
const neighbour = (key: string, index: number, columns: number, count: number): number => {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[key] ?? 0;
  const to = index + step;
  return to >= 0 && to < count ? to : index;
};

const waysOf = ({ cards, codes }: KioskView['takes']) => {
  if (cards && codes) return 'kiosk.touchCardOrCode';
  if (cards) return 'kiosk.touchOrCard';
  return codes ? 'kiosk.touchOrCode' : 'kiosk.touchOne';
};

/** What is not as usual with this machine, and that a number can be taken all the same. */
const HomeNotices = ({ view: { isApart, printer } }: Pick<HomeProps, 'view'>) => {
  const { say } = useWords();
  return (
    <>
      {isApart && (
        <p class="notice" data-testid="kiosk-apart">
          <Icon name="offline" />
          <span data-aloud>{say('kiosk.apart')}</span>
        </p>
      )}
      {printer !== 'ready' && (
        <p class="notice" data-testid="kiosk-printer-notice">
          <Icon name="printer" />
          <span>{say(`kiosk.notice.${printer}`)}</span>
        </p>
      )}
    </>
  );
};

/** What else can be done at this glass; nothing of it without the host of the hall. */
const Lookup = ({ view, onSearch, onRemark }: Pick<HomeProps, 'view' | 'onSearch' | 'onRemark'>) => {
  const { say } = useWords();
  if (view.isApart) return null;
  return (
    <p class="lookup">
      {(view.procedures > 0 || view.services.length > mostWithoutFields) && (
        <button type="button" class="press quiet" data-testid="kiosk-look-up" onClick={onSearch}>
          <Icon name="search" />
          {say('kiosk.lookUp')}
        </button>
      )}
      <button type="button" class="press quiet" data-testid="kiosk-remark" onClick={onRemark}>
        {say('kiosk.remarkOpen')}
      </button>
    </p>
  );
};

export const Home = ({ view, visit, onTake, onHome, onPage, onField, onSearch, onRemark }: HomeProps) => {
  const { say, local, language } = useWords();
  const nameOf = (field: (typeof view.services)[number]['field']) =>
    field === null ? say('kiosk.otherField') : local(field);
  const orientation = useOrientation();
  const offers = offersOf(view.services, visit.field);
  const shape = shapeOf(offers.length, orientation, visit.textSize);
  const pages = pagesOf(offers, shape);
  const page = Math.min(visit.page, pages.length - 1);
  const shownOffers = pages[page] ?? [];
  const inField =
    visit.field === null ? undefined : view.services.find(({ field }) => (field?.vi ?? '') === visit.field);
  const [shown, setShown] = useState<ServiceId | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const box = useRef<HTMLElement>(null);
  useFit(
    box,
    JSON.stringify([
      language,
      orientation,
      visit.textSize,
      visit.card,
      view.printer,
      view.isApart,
      view.takes,
      view.procedures,
      shownOffers,
    ]),
  );
  const takingId = visit.stage.at === 'taking' ? visit.stage.wish.serviceId : null;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const tiles = [...(list.current?.querySelectorAll<HTMLButtonElement>('[data-tile]') ?? [])];
      if (event.repeat || document.querySelector('dialog[open]')) return;
      if (/^[1-9]$/.test(event.key)) tiles[Number(event.key) - 1]?.click();
      if (!event.key.startsWith('Arrow')) return;
      const at = tiles.indexOf(document.activeElement as HTMLButtonElement);
      tiles[at < 0 ? 0 : neighbour(event.key, at, shape.columns, tiles.length)]?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [shape.columns]);

  const askedId = visit.stage.at === 'asked' ? visit.stage.serviceId : null;
  const doubted = view.services.find((service) => service.id === askedId);
  const shownService = view.services.find((service) => service.id === shown);
  return (
    <main ref={box} class="home" data-testid="kiosk-home">
      <div class="question">
        <h1 data-aloud>
          {inField === undefined
            ? say(visit.card === null ? 'kiosk.question' : `kiosk.question.${visit.card.by}`)
            : nameOf(inField.field)}
        </h1>
        <p class="question-hint" data-testid="kiosk-hint" data-aloud>
          {say(visit.card === null ? waysOf(view.takes) : `kiosk.touch.${visit.card.by}`)}
        </p>
        {(pages.length > 1 || visit.field !== null) && (
          <nav class="pager">
            {visit.field !== null && page === 0 ? (
              <button type="button" class="press quiet" data-testid="kiosk-all-fields" onClick={() => onField(null)}>
                <Icon name="back" />
                {say('kiosk.allFields')}
              </button>
            ) : (
              <button
                type="button"
                class="press quiet"
                data-testid="kiosk-previous"
                disabled={page === 0}
                onClick={() => onPage(page - 1)}
              >
                <Icon name="back" />
                {say('kiosk.previousPage')}
              </button>
            )}
            <p aria-live="polite">{pages.length > 1 && say('kiosk.pages', { page: page + 1, pages: pages.length })}</p>
            <button
              type="button"
              class="press strong"
              data-testid="kiosk-more"
              disabled={page === pages.length - 1}
              onClick={() => onPage(page + 1)}
            >
              {say('kiosk.nextPage')}
              <Icon name="arrow" />
            </button>
          </nav>
        )}
      </div>
      <ul
        ref={list}
        class="tiles"
        data-columns={shape.columns}
        data-rows={shape.rows}
        data-few={shownOffers.length <= 2 || undefined}
      >
        {shownOffers.map((offer) =>
          offer.kind === 'field' ? (
            <FieldTile
              key={offer.key}
              name={offer.name}
              services={offer.services}
              isApart={view.isApart}
              testId={`kiosk-field-${offer.services[0]?.id}`}
              onPress={() => onField(offer.key)}
            />
          ) : (
            <Tile
              key={offer.service.id}
              service={offer.service}
              isApart={view.isApart}
              state={takingId === null ? 'ready' : takingId === offer.service.id ? 'taking' : 'resting'}
              onPress={() => onTake(offer.service.id)}
              onShow={() => setShown(offer.service.id)}
            />
          ),
        )}
      </ul>
      <Lookup view={view} onSearch={onSearch} onRemark={onRemark} />
      <HomeNotices view={view} />
      {takingId !== null && (
        <div class="taking" role="status" data-testid="kiosk-taking">
          <p class="taking-words">{say('kiosk.taking')}</p>
          <p>{say('kiosk.takingHint')}</p>
          <span class="taking-bar" />
        </div>
      )}
      {visit.stage.at === 'asked' && doubted && (
        <DoubtSheet service={doubted} doubt={visit.stage.doubt} onTake={() => onTake(doubted.id)} onClose={onHome} />
      )}
      {shownService && (
        <ServiceSheet
          service={shownService}
          onTake={() => {
            setShown(null);
            onTake(shownService.id);
          }}
          onClose={() => setShown(null)}
        />
      )}
    </main>
  );
};
