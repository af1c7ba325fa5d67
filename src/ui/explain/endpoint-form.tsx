import { useId } from 'react';
import { useStore } from 'zustand';
import { KNOWN_SERVERS } from '../../explain/api.ts';
import { plural } from '../app/quantity.ts';
import { Button } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import fieldStyles from '../components/text-field.module.css';
import type { Connection } from './connection.ts';
import { addressAdvice } from './endpoint-text.ts';
import styles from './explain-pane.module.css';
import type { ExplainSession } from './explain-session.ts';
import { FailureNote } from './failure-note.tsx';
import { PromptPreview } from './prompt-preview.tsx';

interface EndpointFormProps {
  readonly session: ExplainSession;
  readonly connection: Connection;
}

/** Choose a server, connect to it, see what will be sent, send it. */
export function EndpointForm({ session, connection }: EndpointFormProps) {
  const state = useStore(connection);
  const busy = useStore(session, ({ written }) =>
    written === null ? false : written.phase === 'writing' || written.phase === 'repairing',
  );
  const ids = {
    address: useId(),
    model: useId(),
    key: useId(),
    models: useId(),
    protocol: useId(),
  };
  const { phase, origin, models } = state;
  const connected = phase === 'connected' && origin !== null;
  const agreed = origin !== null && state.agreed.includes(origin);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!connected) void connection.connect();
      }}
    >
      <span>Server</span>
      <div className={styles.ways}>
        {KNOWN_SERVERS.map((server) => (
          <Button
            key={server.name}
            aria-pressed={state.address === server.address}
            className={styles.way}
            onClick={() => connection.choose(server)}
          >
            {server.name}
          </Button>
        ))}
      </div>
      <label htmlFor={ids.address}>Address</label>
      <input
        id={ids.address}
        className={classNames(fieldStyles.field, styles.input)}
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        value={state.address}
        onChange={(event) => connection.edit({ address: event.currentTarget.value })}
      />
      <label htmlFor={ids.protocol}>Speaks</label>
      <select
        id={ids.protocol}
        className={classNames(fieldStyles.field, styles.select)}
        value={state.protocol}
        onChange={(event) =>
          connection.edit({
            protocol: event.currentTarget.value === 'ollama' ? 'ollama' : 'openai',
          })
        }
      >
        <option value="openai">OpenAI’s protocol</option>
        <option value="ollama">Ollama’s protocol</option>
      </select>
      <label htmlFor={ids.key}>Key</label>
      <input
        id={ids.key}
        className={classNames(fieldStyles.field, styles.input)}
        type="password"
        autoComplete="off"
        placeholder="Only if the server wants one; kept in memory only"
        value={state.key}
        onChange={(event) => connection.edit({ key: event.currentTarget.value })}
      />
      {connected && (
        <>
          <label htmlFor={ids.model}>Model</label>
          <input
            id={ids.model}
            className={classNames(fieldStyles.field, styles.input)}
            list={ids.models}
            autoComplete="off"
            spellCheck={false}
            value={state.model}
            onChange={(event) => connection.edit({ model: event.currentTarget.value })}
          />
          <datalist id={ids.models}>
            {models.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
      {state.problem !== null && (
        <p role="alert" className={styles.hint}>
          {addressAdvice(state.problem)}
        </p>
      )}
      {state.failure !== null && <FailureNote failure={state.failure} origin={origin} />}
      {connected ? (
        <div className={styles.wide}>
          <p className={styles.facts} role="status">
            Connected to {origin}
            {models.length > 0 ? `, which has ${plural(models.length, 'model')}` : ''}.{' '}
            {agreed ? 'You have agreed to send chunks there.' : 'None of your code was sent yet.'}
          </p>
          <PromptPreview session={session} to={origin} open={!agreed} />
          <div className={styles.line}>
            <Button
              look={busy || state.model.trim() === '' ? 'plain' : 'primary'}
              disabled={busy || state.model.trim() === ''}
              onClick={() => {
                connection.agree();
                const { tokenBudget } = session.getState();
                void session.write(state.model, origin, connection.writer(tokenBudget));
              }}
            >
              Send to {origin}
            </Button>
            <Button look="quiet" onClick={() => connection.disconnect()}>
              Disconnect
            </Button>
          </div>
        </div>
      ) : (
        <div className={styles.wide}>
          <p className={styles.facts}>
            Connecting opens a separate document that may talk to this one address and nothing else.
            It asks for the list of models; your code is not part of it.
            {phase === 'connecting' && ' If the browser asks for permission, allow it.'}
          </p>
          <Button type="submit" disabled={phase === 'connecting'}>
            {phase === 'connecting' ? 'Connecting …' : 'Connect'}
          </Button>
        </div>
      )}
    </form>
  );
}
