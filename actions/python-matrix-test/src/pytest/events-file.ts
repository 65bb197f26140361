import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { openSession, type Session } from './events.ts';

/** Bytes that are read at once. */
const most = 2 ** 18;

/** The session that a file of events tells of so far. What was read is not read again, however often it is asked. */
export function followEvents(file: string): () => Session {
  const reader = openSession();
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.allocUnsafe(most);
  let from = 0;
  let open = '';
  const take = (text: string): void => {
    const end = text.lastIndexOf('\n') + 1;
    if (end > 0) reader.take(open + text.slice(0, end));
    open = end > 0 ? text.slice(end) : open + text;
  };
  return () => {
    if (!existsSync(file)) return reader.session();
    const descriptor = openSync(file, 'r');
    let length = most;
    while (length === most) {
      length = readSync(descriptor, buffer, 0, most, from);
      from += length;
      take(decoder.write(buffer.subarray(0, length)));
    }
    closeSync(descriptor);
    return reader.session(begunLast(`${file}.running`));
  };
}

function begunLast(file: string): string {
  return existsSync(file) ? (readFileSync(file, 'utf8').split('\n')[0] ?? '') : '';
}
