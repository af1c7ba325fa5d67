/**
 * The read-only code view: CodeMirror in a shadow root. CodeMirror puts its styles in a `<style>` element
 * when it lives in a document, which the page's policy (style-src 'self') refuses; in a shadow root it
 * uses a constructed style sheet, which the policy permits.
 */

import { selectAll } from '@codemirror/commands';
import { syntaxHighlighting } from '@codemirror/language';
import { openSearchPanel, search, searchKeymap } from '@codemirror/search';
import {
  Compartment,
  EditorState,
  RangeSetBuilder,
  StateEffect,
  StateField,
} from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  GutterMarker,
  gutterLineClass,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import type { Span } from '../../domain/api.ts';
import type { LineRange } from '../app/place.ts';
import { loadLanguage } from '../code/languages.ts';
import syntaxSheet from '../styles/syntax.css?inline';
import viewSheet from './code-view.css?inline';

/** What is laid over the text. */
export interface Emphasis {
  /** Lines of the chunks that were found, not overlapping, ascending. */
  readonly chunks: readonly LineRange[];
  /** The lines that the address names. */
  readonly anchor: LineRange | null;
  /** Words of the query, in UTF-16 units of the file's text, ascending. */
  readonly words: readonly Span[];
}

export interface CodeEditor {
  /** Another file; the view starts at `emphasis.anchor`. */
  show(text: string, path: string, language: string, emphasis: Emphasis): void;
  emphasize(emphasis: Emphasis): void;
  reveal(line: number): void;
  wrap(on: boolean): void;
  find(): void;
  focus(): void;
  destroy(): void;
}

export interface CodeEditorEvents {
  /** A line number was clicked; `extend` with Shift. */
  readonly onLine: (line: number, extend: boolean) => void;
  /** First line in view, 1-based, when it changes. */
  readonly onTopLine: (line: number) => void;
  /** What is selected, when it changes; empty for nothing. */
  readonly onSelect: (text: string) => void;
}

/** CodeMirror's words for its panel, in those of the page. */
const FIND_PHRASES = {
  Find: 'Find in this file',
  next: 'Next',
  previous: 'Previous',
  'match case': 'Match case',
  regexp: 'Regular expression',
  'by word': 'Whole words',
  close: 'Close',
};

const setEmphasis = StateEffect.define<Emphasis>();
const NO_EMPHASIS: Emphasis = { chunks: [], anchor: null, words: [] };

class LineClass extends GutterMarker {
  override readonly elementClass: string;
  constructor(elementClass: string) {
    super();
    this.elementClass = elementClass;
  }
}

const CHUNK_LINE = Decoration.line({ class: 'cm-chunk' });
const ANCHOR_LINE = Decoration.line({ class: 'cm-anchor' });
const WORD = Decoration.mark({ class: 'cm-word', tagName: 'mark' });
const CHUNK_GUTTER = new LineClass('cm-chunk');
const ANCHOR_GUTTER = new LineClass('cm-anchor');
/** Direction marks that CodeMirror does not show by itself. */
const MORE_SPECIAL_CHARACTERS = /[\u202a-\u202c\u2068\u180e\u2060-\u2064]/g;

const emphasisField = StateField.define<{
  readonly lines: DecorationSet;
  readonly words: DecorationSet;
  readonly gutter: ReturnType<typeof gutterOf>;
}>({
  create: (state) => layersOf(state, NO_EMPHASIS),
  update(layers, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setEmphasis)) return layersOf(transaction.state, effect.value);
    }
    return layers;
  },
  provide: (field) => [
    EditorView.decorations.from(field, (layers) => layers.lines),
    EditorView.decorations.from(field, (layers) => layers.words),
    gutterLineClass.from(field, (layers) => layers.gutter),
  ],
});

/** Makes the view inside `host`, which gets a shadow root. */
export function createCodeEditor(host: HTMLElement, events: CodeEditorEvents): CodeEditor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [syntaxSheet, viewSheet].map((source) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(source);
    return sheet;
  });
  const language = new Compartment();
  const wrapping = new Compartment();
  let wrapped = false;
  let shown = 0;
  let topLine = 0;

  const view = new EditorView({ root, parent: root });

  const reveal = (line: number, placement: 'start' | 'center') => {
    const { doc } = view.state;
    const at = doc.line(Math.max(1, Math.min(line, doc.lines))).from;
    view.dispatch({
      effects: EditorView.scrollIntoView(at, { y: placement, yMargin: 60, x: 'start' }),
    });
  };

  const tellTopLine = () => {
    const block = view.lineBlockAtHeight(view.scrollDOM.scrollTop);
    const line = view.state.doc.lineAt(block.from).number;
    if (line === topLine) return;
    topLine = line;
    events.onTopLine(line);
  };
  view.scrollDOM.addEventListener('scroll', tellTopLine, { passive: true });

  return {
    show(text, path, languageId, emphasis) {
      shown += 1;
      const turn = shown;
      topLine = 0;
      events.onSelect('');
      view.setState(
        EditorState.create({
          doc: text,
          extensions: [
            lineNumbers({
              domEventHandlers: {
                mousedown(editor, block, event) {
                  const line = editor.state.doc.lineAt(block.from).number;
                  events.onLine(line, (event as MouseEvent).shiftKey);
                  event.preventDefault();
                  return true;
                },
              },
            }),
            EditorState.readOnly.of(true),
            EditorView.editable.of(false),
            EditorState.tabSize.of(4),
            EditorView.contentAttributes.of({
              tabindex: '0',
              'aria-label': `Code of ${path}`,
              'aria-readonly': 'true',
            }),
            highlightSpecialChars({ addSpecialChars: MORE_SPECIAL_CHARACTERS }),
            drawSelection(),
            search({ top: true }),
            EditorState.phrases.of(FIND_PHRASES),
            keymap.of([...searchKeymap, { key: 'Mod-a', run: selectAll }]),
            syntaxHighlighting(classHighlighter),
            language.of([]),
            wrapping.of(wrapped ? EditorView.lineWrapping : []),
            emphasisField,
            EditorView.updateListener.of(({ selectionSet, state }) => {
              if (!selectionSet) return;
              const { from, to } = state.selection.main;
              events.onSelect(state.sliceDoc(from, to));
            }),
          ],
        }),
      );
      view.dispatch({ effects: setEmphasis.of(emphasis) });
      view.scrollDOM.scrollTop = 0;
      if (emphasis.anchor) reveal(emphasis.anchor.start, 'start');
      tellTopLine();
      void loadLanguage(languageId).then((support) => {
        if (support && turn === shown) view.dispatch({ effects: language.reconfigure(support) });
      });
    },
    emphasize(emphasis) {
      view.dispatch({ effects: setEmphasis.of(emphasis) });
    },
    reveal: (line) => reveal(line, 'start'),
    wrap(on) {
      wrapped = on;
      view.dispatch({ effects: wrapping.reconfigure(on ? EditorView.lineWrapping : []) });
    },
    find: () => void openSearchPanel(view),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

function layersOf(state: EditorState, emphasis: Emphasis) {
  const lines = new RangeSetBuilder<Decoration>();
  forEachLine(state, emphasis, (from, anchored) =>
    lines.add(from, from, anchored ? ANCHOR_LINE : CHUNK_LINE),
  );
  const words = new RangeSetBuilder<Decoration>();
  for (const { start, end } of emphasis.words) {
    if (end <= state.doc.length && end > start) words.add(start, end, WORD);
  }
  return { lines: lines.finish(), words: words.finish(), gutter: gutterOf(state, emphasis) };
}

function gutterOf(state: EditorState, emphasis: Emphasis) {
  const builder = new RangeSetBuilder<GutterMarker>();
  forEachLine(state, emphasis, (from, anchored) =>
    builder.add(from, from, anchored ? ANCHOR_GUTTER : CHUNK_GUTTER),
  );
  return builder.finish();
}

function forEachLine(
  state: EditorState,
  { chunks, anchor }: Emphasis,
  visit: (from: number, anchored: boolean) => void,
): void {
  const within = (line: number, range: LineRange) => line >= range.start && line <= range.end;
  const marked = new Set<number>();
  for (const range of anchor ? [...chunks, anchor] : chunks) {
    for (let line = range.start; line <= Math.min(range.end, state.doc.lines); line += 1) {
      marked.add(line);
    }
  }
  for (const line of [...marked].sort((a, b) => a - b)) {
    visit(state.doc.line(line).from, anchor !== null && within(line, anchor));
  }
}
