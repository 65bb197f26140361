/** A field of a comma-separated option of Buildx, such as `src=a,b` (RFC 4180, as Go's encoding/csv reads it). */
export function csvField(text: string): string {
  return /[",\r\n]|^\s/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
