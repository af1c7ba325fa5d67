/** Words of questions that say nothing about code. Only queries drop them; the index keeps every word. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'a about all an and any are as at be been being but by can could did do does doing done for from had has have ' +
    'how i if in into is it its just like may me might must my no not of off on or our out over shall she should ' +
    'so some such than that the their them then there these they this those through to too up us was we were what ' +
    'when where which while who whose why will with would you your'
  ).split(' '),
);
