import { requestProfile } from './profile';
import { profileTable } from './table';
import './style.css';

const form = document.querySelector('form');
const output = document.querySelector('output');

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  void show(new FormData(form));
});

async function show(data: FormData): Promise<void> {
  output?.replaceChildren('Reading…');
  try {
    output?.replaceChildren(profileTable(await requestProfile(data)));
  } catch (error) {
    output?.replaceChildren(error instanceof Error ? error.message : String(error));
  }
}
