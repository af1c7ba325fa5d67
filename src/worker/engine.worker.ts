/** The worker's entry: the engine, exposed. */
import { expose } from 'comlink';
import { Engine } from './engine.ts';

expose(new Engine());
