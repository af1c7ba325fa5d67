/** Which of the engine's events the person is told, and in which words. */
import type { HealthEvent } from '../../domain/api.ts';
import type { EngineClient } from '../../worker/client.ts';
import { printable } from '../app/printable.ts';
import { asSentence } from '../app/sentence.ts';
import type { HistoryStore } from './history-store.ts';
import type { IntakeStore } from './intake-store.ts';
import type { NoticeAction, NoticesStore, Tone } from './notices-store.ts';
import type { SurfaceStore } from './surface-store.ts';

interface Tellers {
  readonly notices: NoticesStore;
  readonly surface: SurfaceStore;
  readonly health: { renew(): void };
  readonly intake: Pick<IntakeStore, 'sync'>;
}

const TONES: Readonly<Record<HealthEvent['severity'], Tone>> = {
  info: 'good',
  warning: 'warning',
  loss: 'loss',
};

/** Events closer together than this share one line: ten one below the other would be in the way. */
const NEW_LINE_MS = 10_000;

export function tellOfEvents(
  client: EngineClient,
  { notices, surface, health, intake }: Tellers,
): void {
  let toldAt = Number.NEGATIVE_INFINITY;
  let told: HealthEvent[] = [];

  const tellOfHealth = (event: HealthEvent) => {
    if (event.at - toldAt > NEW_LINE_MS) told = [];
    toldAt = event.at;
    told = [...told, event];
    const worst = told.find((one) => one.severity === 'loss') ?? told.at(-1) ?? event;
    const others = told.length - 1;
    const also = others === 0 ? '' : ` And ${others} more.`;
    const lost = worst.lost === null ? '' : ` Lost: ${worst.lost}.`;
    notices.tell({
      key: 'health',
      tone: TONES[worst.severity],
      title: printable(`${worst.name === '' ? '' : `${worst.name}: `}${asSentence(worst.what)}`),
      detail: printable(`${asSentence(worst.done)}${lost}${also}`),
      actions: [
        ...readAgain(worst),
        {
          label: 'Health log',
          run: () => {
            notices.dismiss('health');
            surface.setState({ surface: 'storage' });
          },
        },
      ],
      dismissible: true,
    });
    health.renew();
  };

  /** What was lost comes back from the folder; a click may ask for the browser's leave to read it. */
  const readAgain = ({ repositoryId, severity, name }: HealthEvent): readonly NoticeAction[] => {
    if (repositoryId === null || severity !== 'loss') return [];
    const run = () => {
      notices.dismiss('health');
      void intake.sync(repositoryId, name);
    };
    return [{ label: 'Read the folder again', run }];
  };

  client.subscribe((event) => {
    if (event.type === 'health') tellOfHealth(event.event);
    if (event.type === 'outdated') {
      notices.tell({
        key: 'outdated',
        tone: 'warning',
        title: 'Another tab runs a newer VectorGit.',
        detail: 'The index is safe. Reload this tab to go on with it.',
        actions: [{ label: 'Reload', run: () => location.reload() }],
        dismissible: false,
      });
    }
    if (event.type === 'stuck' && event.isStuck) {
      notices.tell({
        key: 'stuck',
        tone: 'warning',
        title: 'The search engine has not answered for half a minute.',
        detail: 'All that is indexed is safe. Wait, or start the engine again.',
        actions: [{ label: 'Start it again', run: () => client.restart() }],
        dismissible: true,
      });
    }
    if (event.type === 'crashed' || (event.type === 'stuck' && !event.isStuck)) {
      notices.dismiss('stuck');
    }
    // A second time it stays away, and the page itself says so.
    if (event.type === 'crashed' && !event.restarted) notices.dismiss('crashed');
    if (event.type === 'crashed' && event.restarted) {
      notices.tell({
        key: 'crashed',
        tone: 'warning',
        title: 'The search engine stopped and was started again.',
        detail: 'All that is indexed is safe; search goes on.',
        actions: [],
        dismissible: true,
      });
    }
  });
}

/** A roll back can be taken back from wherever the person has gone meanwhile. */
export function tellOfHistory(history: HistoryStore, notices: NoticesStore): void {
  history.action.subscribe((action) => {
    if (action.state !== 'rolled-back') {
      notices.dismiss('rolled-back');
      return;
    }
    const { repository, from, to, made } = action.rolledBack;
    notices.tell({
      key: 'rolled-back',
      tone: 'good',
      title: `${printable(repository.name)} is as it was at generation ${to}.`,
      detail: `It is kept as generation ${made}; generation ${from} stays in the history.`,
      actions: [{ label: 'Undo', run: () => void history.undo(action.rolledBack) }],
      dismissible: true,
    });
  });
}
