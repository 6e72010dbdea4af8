// The colours that a reader chose, kept in this browser. The button is made here, so that there is none without a script.
const root = document.documentElement;
const system = matchMedia('(prefers-color-scheme: dark)');
const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);
const place = document.querySelector('[data-dark]');

if (place) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'colours';
  button.textContent = place.dataset.dark;
  const say = () => {
    button.setAttribute('aria-pressed', String(isDark()));
  };
  button.addEventListener('click', () => {
    const chosen = isDark() ? 'light' : 'dark';
    // What the system says anyway is not remembered, so that the page goes on following it.
    const own = (chosen === 'dark') === system.matches ? '' : chosen;
    root.dataset.theme = own;
    try {
      if (own) localStorage.theme = own;
      else localStorage.removeItem('theme');
    } catch {
      // Where nothing may be kept, the choice lasts as long as the page.
    }
    say();
  });
  system.addEventListener('change', say);
  say();
  place.prepend(button);
}

// The script of search comes when a reader turns to the box, with the slash or otherwise; nobody else downloads it.
const search = document.querySelector('offprint-search');

if (search) {
  const wake = () => search.getAttribute('src') && import(search.getAttribute('src')).catch(() => {});
  search.addEventListener('focusin', wake, { once: true });
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target.closest('input, textarea, select, [contenteditable]');
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    search.querySelector('input').select();
  });
}
