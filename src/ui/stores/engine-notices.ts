/** Which of the engine's events the person is told, and in which words. */
import type { EngineClient } from '../../worker/client.ts';
import type { NoticesStore } from './notices-store.ts';

export function tellOfEvents(client: EngineClient, notices: NoticesStore): void {
  client.subscribe((event) => {
    if (event.type === 'crashed' && event.restarted) {
      notices.tell({
        key: 'crashed',
        tone: 'warning',
        title: 'The search engine stopped and was started again.',
        detail: 'Everything committed is safe; search goes on.',
        action: null,
        dismissible: true,
      });
    }
  });
}
