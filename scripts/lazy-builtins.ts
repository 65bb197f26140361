const prelude = `const lazily=name=>{let loaded;return new Proxy({},{get:(_,key)=>(loaded??=process.getBuiltinModule(name))[key]})};`;

/** Modules that are functions or classes themselves, which no stand-in can be. */
const callable = 'assert|events|module|stream|test';

/**
 * Has a bundle load each of Node's own modules when it is first used, not at its start: ncc makes a static import of `node:crypto` a constant at the top of
 * the file, and a step that hashes nothing, starts no child or sends no request would load all that it takes to do so.
 */
export function lazyBuiltins(bundle: string): string {
  const [header = '', require = ''] = /import\{createRequire as (\w+)\}from"module";/.exec(bundle) ?? [];
  if (header === '') return bundle;
  const eager = new RegExp(String.raw`\b${require}\(import\.meta\.url\)\(("node:(?!(?:${callable})")[\w/]+")\)`, 'g');
  const lazy = bundle.replaceAll(eager, 'lazily($1)');
  const stillRequires = lazy.includes(`${require}(import.meta.url)(`);
  return lazy.replace(header, `${stillRequires ? header : ''}${prelude}`);
}
