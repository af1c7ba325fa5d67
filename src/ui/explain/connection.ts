/** The connection to a model server on this machine: chosen, agreed to, opened, closed. The key is in memory only. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type AddressProblem,
  chatRequest,
  type EndpointFailure,
  type EndpointProtocol,
  KNOWN_SERVERS,
  modelsIn,
  modelsUrl,
  readAddress,
} from '../../explain/api.ts';
import { type EndpointLink, openEndpoint } from '../../worker/client-endpoint.ts';
import type { Writer } from './written-answer.ts';

export interface ConnectionState {
  readonly protocol: EndpointProtocol;
  /** As typed. */
  readonly address: string;
  readonly model: string;
  readonly key: string;
  readonly phase: 'apart' | 'connecting' | 'connected';
  /** Names the server has; empty when it does not tell. */
  readonly models: readonly string[];
  readonly problem: AddressProblem | null;
  readonly failure: EndpointFailure | null;
  /** Of the server that is or was tried. */
  readonly origin: string | null;
  /** Origins to which something of the code was sent with consent, since the page was opened. */
  readonly agreed: readonly string[];
}

export interface Connection extends StoreApi<ConnectionState> {
  choose(server: (typeof KNOWN_SERVERS)[number]): void;
  edit(changes: Partial<Pick<ConnectionState, 'protocol' | 'address' | 'model' | 'key'>>): void;
  /** Loads the endpoint document and asks for the list of models; nothing of the code goes along. */
  connect(): Promise<void>;
  disconnect(): void;
  /** The person has seen what goes where, and agreed. */
  agree(): void;
  /** Asks the chosen model; `tokenBudget` tells the server how much window is needed. */
  writer(tokenBudget: number): Writer;
}

export type OpenEndpoint = (origin: string) => Promise<EndpointLink>;

export function createConnection(open: OpenEndpoint): Connection {
  const store = createStore<ConnectionState>(() => ({
    protocol: KNOWN_SERVERS[0].protocol,
    address: KNOWN_SERVERS[0].address,
    model: '',
    key: '',
    phase: 'apart',
    models: [],
    problem: null,
    failure: null,
    origin: null,
    agreed: [],
  }));
  let link: EndpointLink | null = null;
  let base = '';
  let turn = 0;

  const disconnect = (): void => {
    turn += 1;
    link?.close();
    link = null;
    store.setState({ phase: 'apart', failure: null, problem: null });
  };
  const keyOf = (): string | null => store.getState().key || null;

  return {
    ...store,
    disconnect,
    choose({ protocol, address }) {
      disconnect();
      store.setState({ protocol, address, model: '', models: [] });
    },
    edit(changes) {
      // Another server needs another consent, and another document.
      if (changes.address !== undefined || changes.protocol !== undefined) {
        disconnect();
        store.setState({ models: [], model: '' });
      }
      store.setState(changes);
    },
    async connect() {
      disconnect();
      const mine = turn;
      const address = readAddress(store.getState().address);
      if ('problem' in address) {
        store.setState({ problem: address.problem });
        return;
      }
      base = address.base;
      store.setState({ phase: 'connecting', origin: address.origin });
      const opened = await open(address.origin);
      if (mine !== turn) {
        opened.close();
        return;
      }
      link = opened;
      const { protocol } = store.getState();
      const list = await opened.read(
        modelsUrl(protocol, base),
        keyOf(),
        new AbortController().signal,
      );
      if (mine !== turn) return;
      if (list.state !== 'done') {
        store.setState({
          phase: 'apart',
          failure: list.state === 'failed' ? list.failure : null,
        });
        return;
      }
      const models = modelsIn(list.text);
      store.setState(({ model }) => ({
        phase: 'connected',
        models,
        model: models.includes(model) ? model : (models[0] ?? model),
      }));
    },
    agree() {
      const { origin, agreed } = store.getState();
      if (origin !== null) store.setState({ agreed: [...new Set([...agreed, origin])] });
    },
    writer: (tokenBudget) => async (messages, signal, onText) => {
      const { protocol, address, model, agreed, origin } = store.getState();
      if (link === null || origin === null || !agreed.includes(origin)) {
        return { state: 'stopped', text: '' };
      }
      const request = chatRequest({ protocol, address, model, tokenBudget }, base, messages);
      return link.chat(request, keyOf(), signal, onText);
    },
  };
}

let shared: Connection | null = null;

/** The one connection of this page. */
export function pageConnection(): Connection {
  shared ??= createConnection(openEndpoint);
  return shared;
}
