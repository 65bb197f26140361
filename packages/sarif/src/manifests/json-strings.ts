/** A text in a JSON document, and where it stands. */
export interface JsonString {
  /** Keys from the top down; the items of a list have none. */
  readonly path: readonly string[];
  readonly value: string;
  /** 1-based. */
  readonly line: number;
}

const tokens = /"(?:[^"\\\n]|\\.)*"|[{}[\],]|\n/g;

/** The texts of a JSON document in their order, however it is indented. What is no JSON gives what could be read of it. */
export function* jsonStrings(text: string): Generator<JsonString> {
  const path: string[] = [];
  const inObject: boolean[] = [];
  let key: string | undefined;
  let line = 1;
  for (const [token] of text.matchAll(tokens)) {
    if (token === '\n') line += 1;
    else if (token === ',') key = undefined;
    else if (token === '{' || token === '[') {
      if (inObject.length > 0 && key !== undefined) path.push(key);
      else path.push('');
      inObject.push(token === '{');
      key = undefined;
    } else if (token === '}' || token === ']') {
      path.pop();
      inObject.pop();
      key = undefined;
    } else if (inObject.at(-1) === true && key === undefined) key = unquoted(token);
    else yield { path: [...path.slice(1), ...(key === undefined ? [] : [key])], value: unquoted(token), line };
  }
}

function unquoted(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token.slice(1, -1);
  }
}
