import { useEffect, useState } from 'react';

/** The time in milliseconds since 1970, renewed at the interval: for "5 minutes ago" and countdowns. */
export function useNow(intervalMilliseconds: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), intervalMilliseconds);
    return () => clearInterval(timer);
  }, [intervalMilliseconds]);
  return now;
}
