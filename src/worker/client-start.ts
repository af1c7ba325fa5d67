import type { EngineClient } from './client.ts';
import { WorkerEngineClient } from './client-requests.ts';

/** Starts the engine. When it crashes it is started again; requests under way then reject with `worker/crashed`. */
export function startEngine(): EngineClient {
  return new WorkerEngineClient();
}
