/** `npm run torture -- --kills N --seed S --out FILE [--small]`; ends with 1 on any violation. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isClean, LARGE, SMALL, torture } from './torture.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '25' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
    small: { type: 'boolean', default: false },
  },
});

const report = await torture({
  kills: Number(values.kills),
  seed: Number(values.seed),
  folders: values.small ? SMALL : LARGE,
  compareEvery: 4,
  log: (line) => console.log(line),
});
console.log(JSON.stringify(report, null, 2));
if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(report, null, 2)}\n`);
process.exit(isClean(report) ? 0 : 1);
