/** The worker's entry: the engine, exposed. */
import { expose } from 'comlink';
import { Engine } from './engine.ts';
import { holdLifeLock } from './engine-life.ts';

await holdLifeLock(self.name);
expose(new Engine());
