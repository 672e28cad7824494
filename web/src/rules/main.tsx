import { render } from 'preact';

const app = document.getElementById('app');
if (app) render(<p class="empty">Nothing is here yet.</p>, app);
