/** The engine's composition root; a placeholder until the engine is put together here. */
addEventListener('message', ({ data }: MessageEvent<unknown>) => postMessage({ echo: data }));
