/** Numbers, sizes and times in the person's words. */

const COUNT = new Intl.NumberFormat('en');

/** `12,345`. */
export function formatCount(count: number): string {
  return COUNT.format(Math.round(count));
}

/** `1 file`, `1,204 files`; `plural` when it is not the noun with an s. */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : many}`;
}

/** Decimal units with at most three digits: `812 B`, `1.2 kB`, `34 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.5 ? Math.round(value) : value.toFixed(value >= 9.95 ? 0 : 1)} ${units[unit]}`;
}

/** `3 ms`, `1.2 s`. */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds < 1) return 'under 1 ms';
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Roughly, as one would say it: `12 s`, `3 min`, `2 h`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

const STEPS: readonly (readonly [seconds: number, noun: string])[] = [
  [31_536_000, 'year'],
  [2_592_000, 'month'],
  [604_800, 'week'],
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
];

/** `just now`, `5 minutes ago`; both in milliseconds since 1970. A time ahead of `now` is `just now`. */
export function relativeTime(time: number, now: number): string {
  const seconds = (now - time) / 1000;
  for (const [length, noun] of STEPS) {
    const count = Math.floor(seconds / length);
    if (count >= 1) return `${plural(count, noun)} ago`;
  }
  return 'just now';
}
