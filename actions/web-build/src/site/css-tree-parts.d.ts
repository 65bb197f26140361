/** Parts of css-tree that its published types do not name; taken alone they keep the grammar's data out of the bundle. */
declare module 'css-tree/tokenizer' {
  export function tokenize(source: string, onToken: (type: number, start: number, end: number) => void): void;
  export const tokenTypes: Readonly<Record<string, number>>;
}
declare module 'css-tree/utils' {
  export const string: { readonly decode: (text: string) => string };
  export const url: { readonly decode: (text: string) => string };
}
