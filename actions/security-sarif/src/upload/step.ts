/** How one step of an upload ended; `refused`: GitHub said no, which `auto` lives with. */
export type Step =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly refused: boolean; readonly reason: string };

export const refused = (reason: string, remedy = ''): Step => ({
  ok: false,
  refused: true,
  reason: remedy === '' ? reason : `${reason}. To mend it: ${remedy}`,
});
