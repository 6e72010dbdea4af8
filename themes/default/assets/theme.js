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

// Buttons that copy and save how a paper is cited. All texts stand in the page, so nothing is fetched.
const citing = document.querySelector('[data-copy]');

for (const text of citing ? citing.querySelectorAll('p:not([class]), pre') : []) {
  const content = () => text.textContent.replace(/\n+$/, '') + (text.dataset.file ? '\n' : '');
  const bar = document.createElement('p');
  bar.className = 'buttons';
  const add = (label, act) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    button.addEventListener('click', () => act(button));
    bar.append(button);
  };
  add(citing.dataset.copy, async (button) => {
    try {
      await navigator.clipboard.writeText(content());
    } catch {
      // Where a page may not write to the clipboard, it can still mark the text for the reader to copy.
      getSelection().selectAllChildren(text);
      return;
    }
    button.setAttribute('aria-live', 'polite');
    button.textContent = citing.dataset.copied;
    setTimeout(() => {
      button.textContent = citing.dataset.copy;
    }, 2000);
  });
  if (text.dataset.file) {
    add(citing.dataset.save, () => {
      // RIS ends its lines with a carriage return too, which HTML does not keep.
      const end = text.dataset.file.endsWith('.ris') ? '\r\n' : '\n';
      const link = document.createElement('a');
      link.download = text.dataset.file;
      link.href = URL.createObjectURL(new Blob([content().replaceAll('\n', end)]));
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  }
  text.after(bar);
}
