import type { ColumnProfile, Profile } from './profile';

const headings = ['Column', 'Type', 'Nulls', 'Distinct', 'Min', 'Max', 'Mean'];

export function profileTable({ rows, columns }: Profile): HTMLTableElement {
  const table = document.createElement('table');
  table.createCaption().textContent = `${rows} rows, ${columns.length} columns`;
  const head = table.createTHead().insertRow();
  for (const heading of headings) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.textContent = heading;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const column of columns) addRow(body.insertRow(), column);
  return table;
}

function addRow(row: HTMLTableRowElement, column: ColumnProfile): void {
  const distinct = `${column.distinct}${column.distinct_is_exact ? '' : '+'}`;
  const numbers = [column.min, column.max, column.mean].map((value) => value?.toLocaleString() ?? '');
  for (const text of [column.name, column.type, String(column.nulls), distinct, ...numbers])
    row.insertCell().textContent = text;
}
