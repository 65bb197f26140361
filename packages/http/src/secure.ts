type Secure = typeof import('node:https');

/** TLS, loaded when the first request needs it: a step that makes none, or talks to a loopback service alone, starts without. */
export function secure(): Secure {
  return process.getBuiltinModule('node:https');
}
