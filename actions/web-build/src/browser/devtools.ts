import { objectOf, parseJson, textOf } from '@data-profiler-actions/action-kit';

type Fields = Readonly<Record<string, unknown>>;

/** A connection to a browser's DevTools (Chrome DevTools Protocol, flat sessions). */
export interface DevTools {
  /** Sends a command, to a page where `session` is given. Rejects with the browser's own reason. */
  send(method: string, parameters?: Fields, session?: string): Promise<Fields>;
  /** Calls `handler` with every event of a page from now on. */
  onEvent(session: string, handler: (method: string, parameters: Fields) => void): void;
  close(): void;
}

interface Waiting {
  readonly resolve: (result: Fields) => void;
  readonly reject: (reason: Error) => void;
}

/** Connects to the address that a browser prints when it listens. Every command still open is rejected when the connection ends. */
export async function connectDevTools(address: string): Promise<DevTools> {
  const socket = new WebSocket(address);
  const waiting = new Map<number, Waiting>();
  const handlers = new Map<string, (method: string, parameters: Fields) => void>();
  let sent = 0;
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true });
    socket.addEventListener('error', () => reject(new Error('the browser does not answer')), { once: true });
  });
  socket.addEventListener('message', ({ data }) => {
    const message = objectOf(parseJson(String(data)));
    const id = message['id'];
    if (typeof id === 'number') answer(waiting, id, message);
    else handlers.get(String(message['sessionId']))?.(String(message['method']), objectOf(message['params']));
  });
  socket.addEventListener('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the browser ended'));
    waiting.clear();
  });
  return {
    send: (method, parameters = {}, session) =>
      new Promise((resolve, reject) => {
        const id = ++sent;
        waiting.set(id, { resolve, reject });
        socket.send(
          JSON.stringify({ id, method, params: parameters, ...(session !== undefined && { sessionId: session }) }),
        );
      }),
    onEvent: (session, handler) => void handlers.set(session, handler),
    close: () => socket.close(),
  };
}

function answer(waiting: Map<number, Waiting>, id: number, message: Fields): void {
  const open = waiting.get(id);
  waiting.delete(id);
  const error = objectOf(message['error']);
  if (error['message'] === undefined) open?.resolve(objectOf(message['result']));
  else open?.reject(new Error(textOf(error['message'])));
}
