import { ClipboardPaste, Copy, Cpu, FolderOpen, Server } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { useStore } from 'zustand';
import { promptText } from '../../explain/api.ts';
import { formatCount, plural } from '../app/quantity.ts';
import { Button } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import fieldStyles from '../components/text-field.module.css';
import { askBuiltInModel, hasBuiltInModel } from './built-in-model.ts';
import { pageConnection } from './connection.ts';
import { EndpointForm } from './endpoint-form.tsx';
import styles from './explain-pane.module.css';
import type { ExplainSession } from './explain-session.ts';
import { PromptPreview } from './prompt-preview.tsx';
import { TextModelForm } from './text-model-form.tsx';
import { pageTextModels } from './text-models.ts';
import type { Writer } from './written-answer.ts';

type Way = 'endpoint' | 'folder' | 'built-in' | 'chat';

/** Ways to have the answer written by a model. Nothing is sent before the person has seen what, and to whom. */
export function ModelPanel({ session }: { readonly session: ExplainSession }) {
  const [way, setWay] = useState<Way | null>(null);
  const [builtIn, setBuiltIn] = useState(false);
  useEffect(() => {
    void hasBuiltInModel().then(setBuiltIn);
  }, []);
  return (
    <section className={styles.part} aria-label="In a model’s words">
      <h2 className={styles.verdict}>In a model’s words</h2>
      <p className={styles.facts}>
        Optional. Each claim it makes is checked against the code. Nothing is sent before you have
        seen what, and to whom.
      </p>
      <fieldset className={styles.ways}>
        <legend className="visually-hidden">Which model</legend>
        <WayButton way="endpoint" chosen={way} onChoose={setWay} icon={<Server size={14} />}>
          A server on this machine
        </WayButton>
        <WayButton way="folder" chosen={way} onChoose={setWay} icon={<FolderOpen size={14} />}>
          A model from a folder
        </WayButton>
        {builtIn && (
          <WayButton way="built-in" chosen={way} onChoose={setWay} icon={<Cpu size={14} />}>
            This browser’s model
          </WayButton>
        )}
        <WayButton way="chat" chosen={way} onChoose={setWay} icon={<ClipboardPaste size={14} />}>
          Copy to any chat
        </WayButton>
      </fieldset>
      {way !== null && <Budget session={session} way={way} />}
      {way === 'endpoint' && <EndpointForm session={session} connection={pageConnection()} />}
      {way === 'folder' && <TextModelForm session={session} models={pageTextModels()} />}
      {way === 'built-in' && <BuiltIn session={session} />}
      {way === 'chat' && <OtherChat session={session} />}
    </section>
  );
}

interface WayButtonProps {
  readonly way: Way;
  readonly chosen: Way | null;
  readonly onChoose: (way: Way | null) => void;
  readonly icon: ReactNode;
  readonly children: ReactNode;
}

function WayButton({ way, chosen, onChoose, icon, children }: WayButtonProps) {
  const on = chosen === way;
  return (
    <Button aria-pressed={on} className={styles.way} onClick={() => onChoose(on ? null : way)}>
      <span aria-hidden="true">{icon}</span>
      {children}
    </Button>
  );
}

const BUDGETS = [2_000, 4_000, 8_000, 16_000, 32_000];

function Budget({ session, way }: { readonly session: ExplainSession; readonly way: Way }) {
  const id = useId();
  const loaded = useStore(pageTextModels(), (state) => state.loaded);
  const most = way === 'folder' && loaded !== null ? loaded.promptTokens : Number.POSITIVE_INFINITY;
  const budget = useStore(session, (state) => state.tokenBudget);
  const prompt = useStore(session, (state) => state.prompt);
  if (prompt === null) return null;
  const budgets = [...new Set([...BUDGETS, budget, ...(Number.isFinite(most) ? [most] : [])])]
    .filter((tokens) => tokens <= most)
    .sort((a, b) => a - b);
  const secret = prompt.leftOut.filter(({ reason }) => reason === 'secret').length;
  return (
    <div className={styles.form}>
      <label htmlFor={id}>Prompt</label>
      <select
        id={id}
        className={classNames(fieldStyles.field, styles.select)}
        value={budget}
        onChange={(event) => session.setTokenBudget(Number(event.currentTarget.value))}
      >
        {budgets.map((tokens) => (
          <option key={tokens} value={tokens}>
            up to {formatCount(tokens)} tokens
          </option>
        ))}
      </select>
      <p className={styles.hint} data-testid="budget">
        {plural(prompt.passages.length, 'chunk')}, about {formatCount(prompt.tokens)} tokens;{' '}
        {plural(prompt.leftOut.length - secret, 'chunk')} did not fit
        {secret > 0 && `, ${plural(secret, 'chunk')} left out: may hold a secret`}
      </p>
    </div>
  );
}

function BuiltIn({ session }: { readonly session: ExplainSession }) {
  const write: Writer = async (messages, signal, onText) => {
    try {
      return { state: 'done', text: await askBuiltInModel(messages, signal, onText) };
    } catch (error) {
      if (signal.aborted) return { state: 'stopped', text: '' };
      const said = error instanceof Error ? error.message : '';
      const long = error instanceof Error && error.name === 'QuotaExceededError';
      const kind = long ? 'context-too-long' : 'server-failed';
      return { state: 'failed', text: '', failure: { kind, said } };
    }
  };
  return (
    <>
      <p className={styles.facts}>The browser’s own model runs on this device.</p>
      <PromptPreview session={session} to="this browser’s own model" />
      <div>
        <Button
          look="primary"
          onClick={() => void session.write('this browser’s model', null, write)}
        >
          Ask this browser’s model
        </Button>
      </div>
    </>
  );
}

function OtherChat({ session }: { readonly session: ExplainSession }) {
  const id = useId();
  const [text, setText] = useState('');
  const [copied, setCopied] = useState(false);
  const prompt = useStore(session, (state) => state.prompt);
  if (prompt === null) return null;
  return (
    <>
      <PromptPreview session={session} to="whichever chat you paste it into" />
      <div className={styles.line}>
        <Button
          onClick={() =>
            navigator.clipboard.writeText(promptText(prompt)).then(
              () => setCopied(true),
              () => setCopied(false),
            )
          }
        >
          <Copy size={14} aria-hidden /> Copy prompt
        </Button>
        <span role="status" className={styles.facts}>
          {copied ? 'Copied. Paste the answer below.' : ''}
        </span>
      </div>
      <label className={styles.label} htmlFor={id}>
        Paste answer
      </label>
      <textarea
        id={id}
        className={classNames(fieldStyles.field, styles.paste)}
        rows={5}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div>
        <Button
          look={text.trim() === '' ? 'plain' : 'primary'}
          disabled={text.trim() === ''}
          onClick={() => {
            session.paste(text);
            setText('');
          }}
        >
          Check it
        </Button>
      </div>
    </>
  );
}
