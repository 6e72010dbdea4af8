// Keeps an open page in step with the archive that `offprint serve` shows. It reloads the page when what stands at its
// address has changed, swaps stylesheets where they are, and lays the archive's problems over the foot of the window.
//
// It knows digests and the text of problems, and nothing of what either is made of: which file makes which page is for
// the server to know. Nor must it know the theme, since any file of HTML may be shown, even one without a body. No
// build holds this script, so a page must look and work as it would without it.

(() => {
  'use strict';

  const XHTML = 'http://www.w3.org/1999/xhtml';
  const STORE = 'offprint-preview';
  const RECONNECT_AFTER = 1_000;
  // Fonts, pictures and scripts may still move what is on the page once it has loaded.
  const HOLD_AFTER_LOAD = 1_000;
  const HANDS = ['wheel', 'touchstart', 'pointerdown', 'keydown'];

  // What the page shows. It was written into the page when the page was, so no change can slip in between.
  let mine = parsed(document.currentScript?.getAttribute('data-state'));

  function parsed(text) {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }

  // What has to outlive a reload. A browser may refuse to store anything: the page then lives without.

  function remember(name, value) {
    try {
      sessionStorage.setItem(`${STORE}:${name}`, JSON.stringify(value));
    } catch {}
  }

  function recall(name) {
    try {
      return parsed(sessionStorage.getItem(`${STORE}:${name}`));
    } catch {
      return null;
    }
  }

  function forget(name) {
    try {
      sessionStorage.removeItem(`${STORE}:${name}`);
    } catch {}
  }

  // The connection. Browsers allow a host six at a time, so a page that nobody sees gives its own up. The first message
  // says where things are, so nothing is missed meanwhile.

  let source = null;
  let retry;

  function connect() {
    clearTimeout(retry);
    if (source) return;
    source = new EventSource(`/.offprint/events?page=${encodeURIComponent(location.pathname)}`);
    source.onmessage = ({ data }) => {
      const next = parsed(data);
      if (next) receive(next);
    };
    // Browsers disagree on which failures they retry, and how soon; so none is left to them.
    source.onerror = () => {
      disconnect();
      retry = setTimeout(connect, RECONNECT_AFTER);
    };
  }

  function disconnect() {
    clearTimeout(retry);
    source?.close();
    source = null;
  }

  function connectWhileVisible() {
    if (document.visibilityState === 'visible') connect();
    else disconnect();
  }

  function receive(next) {
    mine ??= next;
    if (!hasLeft(next)) {
      if (next.page === mine.page && next.files === mine.files) wanted = null;
      else if (keyOf(next) !== wanted) return reload(next); // the reloaded page asks for the problems anew
      refreshStyles(next.styles);
    }
    // A page of an error is that error's text already.
    if (!mine.page.startsWith('500')) showProblems(next.problems, next.more);
  }

  /** Whether problems took the page away: whoever mends them wants to see it meanwhile. */
  function hasLeft(next) {
    return next.problems.length > 0 && mine.page.startsWith('200') && !next.page.startsWith('200');
  }

  // Reloads, and the place where the reader was.

  // What the last reload was for, until it is there. Something between here and the server may keep old pages, such as
  // a site's own service worker: the same reload would not get further, and would never end.
  let wanted = null;

  // Where the page is to be once it is laid out. Another change may come before that.
  let held = null;

  function keyOf(state) {
    return `${state.page} ${state.files}`;
  }

  function reload(next) {
    disconnect();
    remember(location.href, { wanted: keyOf(next), place: held ?? [window.scrollX, window.scrollY] });
    location.reload();
  }

  function comeBack() {
    const before = recall(location.href);
    forget(location.href);
    if (!before) return;
    wanted = before.wanted;
    holdPlace(...before.place);
  }

  /** Stays at a place until the page has come to rest, against a fragment as well, unless the reader moves. */
  function holdPlace(left, top) {
    const moved = new AbortController();
    const { signal } = moved;
    held = [left, top];
    signal.addEventListener('abort', () => { held = null; });
    for (const hand of HANDS) addEventListener(hand, () => moved.abort(), { signal, capture: true, passive: true });
    const rest = () => setTimeout(() => moved.abort(), HOLD_AFTER_LOAD);
    if (document.readyState === 'complete') rest();
    else addEventListener('load', rest, { signal });
    const hold = () => {
      if (signal.aborted) return;
      // Not smoothly, whatever the theme wants of other jumps.
      if (isElsewhere(left, top)) window.scrollTo({ left, top, behavior: 'instant' });
      requestAnimationFrame(hold);
    };
    hold();
  }

  function isElsewhere(left, top) {
    return Math.abs(window.scrollX - left) > 1 || Math.abs(window.scrollY - top) > 1;
  }

  // Stylesheets.

  // The links on their way in, by the link whose place they will take.
  const arriving = new Map();

  function refreshStyles(versions) {
    const before = mine.styles;
    mine.styles = versions;
    const paths = Object.keys({ ...before, ...versions });
    const changed = new Set(paths.filter((path) => before[path] !== versions[path]));
    if (changed.size === 0) return;
    const links = localLinks();
    const linked = new Set(links.map((link) => pathOf(link.href)));
    // What no link names is imported by a stylesheet that one names, and which one that is cannot be seen from here.
    const isImported = [...changed].some((path) => !linked.has(path));
    for (const link of links) if (isImported || changed.has(pathOf(link.href))) swap(link, versions);
  }

  function localLinks() {
    const coming = new Set(arriving.values());
    const links = [...document.querySelectorAll('link[rel~="stylesheet" i][href]')];
    return links.filter((link) => link instanceof HTMLLinkElement && !coming.has(link) && isLocal(link.href));
  }

  function isLocal(address) {
    return address.startsWith(`${location.origin}/`);
  }

  /** The path of a stylesheet without the digest in its name, as the versions have it; the server knows it by any. */
  function pathOf(address) {
    return new URL(address).pathname.replace(/\.[0-9a-f]{8}(?=\.css$)/, '');
  }

  /** Puts a newer link beside the old one, which goes when the new one can take over: so there is no flash. */
  function swap(old, versions) {
    const path = pathOf(old.href);
    const address = addressOf(old, versions[path]);
    if (old.disabled) {
      old.href = address; // nothing is loaded for it, so nothing would ever take over
      return;
    }
    const link = old.cloneNode();
    link.href = address;
    arriving.get(old)?.remove();
    arriving.set(old, link);
    const finish = (goes) => {
      if (arriving.get(old) !== link) return; // a still newer one is on its way
      arriving.delete(old);
      goes.remove();
    };
    link.onload = () => finish(old);
    link.onerror = () => {
      finish(link);
      delete mine.styles[path]; // so that the next message tries again
    };
    old.after(link);
  }

  function addressOf(link, version) {
    const address = new URL(link.href);
    const before = address.href;
    address.searchParams.set('v', version);
    // One that is asked for again because of what it imports needs a new address too: browsers may keep what they parsed.
    if (address.href === before) address.searchParams.set('imports', Date.now());
    return address.href;
  }

  // The problems, in a shadow root of an element that no theme knows, so that neither styles the other.

  const LOOK = `
    :host { all: initial !important; display: contents !important; }
    .sheet {
      --paper: #fdfcf9; --ink: #1d1b18; --soft: #5d574d; --rule: #ddd8cd; --accent: #9c2c1c;
      position: fixed; inset: auto 0 0; z-index: 2147483647; box-sizing: border-box; max-height: 60vh;
      display: flex; flex-direction: column; direction: ltr; text-align: left; color-scheme: light dark;
      background: var(--paper); color: var(--ink); border-top: 3px solid var(--accent);
      box-shadow: 0 0 2em rgb(0 0 0 / 0.2); font: 0.875em/1.5 system-ui, sans-serif;
    }
    @media (prefers-color-scheme: dark) {
      .sheet { --paper: #211f1c; --ink: #e9e5dc; --soft: #aaa397; --rule: #3f3b35; --accent: #f39a86; }
    }
    .head, .problem { width: min(64em, 100% - 2.3em); margin: 0 auto; padding: 0.75em 0; }
    .head { display: flex; align-items: center; justify-content: space-between; gap: 1em; flex: none; }
    h2, p, pre { margin: 0; font: inherit; }
    h2 { font-weight: 600; color: var(--accent); }
    button {
      flex: none; padding: 0.25em 0.9em; border: 1px solid var(--soft); border-radius: 3px;
      background: none; color: inherit; font: inherit; cursor: pointer;
    }
    button:hover { color: var(--accent); border-color: currentColor; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    .problems { overflow: auto; overscroll-behavior: contain; border-top: 1px solid var(--rule); }
    .problems:focus-visible, pre:focus-visible { outline-offset: -2px; }
    .problem + .problem { border-top: 1px solid var(--rule); }
    p, pre { font: 0.93em/1.55 ui-monospace, "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace; }
    p { font-weight: 600; overflow-wrap: anywhere; white-space: pre-wrap; }
    pre { overflow-x: auto; white-space: pre; tab-size: 4; }
    @media print { .sheet { display: none; } }
  `;

  let overlay = null;
  let shown = null;
  // The problems that the reader put away: these stay away, others do not.
  let closed = recall('closed');

  function showProblems(problems, more) {
    const list = problems.length > 0 ? JSON.stringify([problems, more]) : null;
    if (closed && closed !== list) setClosed(null);
    const open = list === closed ? null : list;
    if (open === shown) return;
    const hadFocus = overlay && document.activeElement === overlay;
    removeOverlay();
    if (open) lay(problems, more, hadFocus);
    shown = open;
  }

  function setClosed(list) {
    closed = list;
    if (list) remember('closed', list);
    else forget('closed');
  }

  function lay(problems, more, takesFocus) {
    overlay = document.createElementNS(XHTML, 'offprint-problems');
    const root = overlay.attachShadow({ mode: 'open' });
    // Not a <style>, which a page's content security policy may refuse.
    const look = new CSSStyleSheet();
    look.replaceSync(LOOK);
    root.adoptedStyleSheets = [look];
    root.append(sheet(problems, more));
    // A body may be styled so that nothing in it can be fixed to the window, and a frameset has none.
    document.documentElement.append(overlay);
    if (takesFocus) root.querySelector('button').focus();
  }

  function removeOverlay() {
    overlay?.remove();
    overlay = null;
    shown = null;
  }

  function close() {
    setClosed(shown);
    removeOverlay();
  }

  function closeOnEscape(event) {
    if (!overlay || event.key !== 'Escape' || event.defaultPrevented) return;
    const nowhere = [null, document.body, document.documentElement];
    if ([overlay, ...nowhere].includes(document.activeElement)) close();
  }

  function sheet(problems, more) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    const heading = more > 0 ? `${count}, and ${more} more in the terminal` : count;
    const button = make('button', { type: 'button' }, 'Close');
    button.onclick = close;
    // Only the heading is announced: nobody wants to be interrupted by columns of carets.
    const head = make('div', { class: 'head' }, make('div', { role: 'alert' }, make('h2', {}, heading)), button);
    const list = make('div', { class: 'problems', tabindex: 0 }, ...problems.map(block));
    return make('section', { class: 'sheet', lang: 'en', 'aria-label': 'Problems' }, head, list);
  }

  /** A problem's first line is prose and wraps; in the others carets stand under what they mean. */
  function block(problem) {
    const [message, ...excerpt] = problem.trimEnd().split('\n');
    const parts = [make('p', {}, message)];
    if (excerpt.length > 0) parts.push(make('pre', { tabindex: 0 }, excerpt.join('\n')));
    return make('div', { class: 'problem' }, ...parts);
  }

  // Text is appended as text. It holds what strangers wrote, so it must never be read as HTML.
  function make(name, attributes, ...children) {
    const element = document.createElementNS(XHTML, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  comeBack();
  connectWhileVisible();
  document.addEventListener('visibilitychange', connectWhileVisible);
  document.addEventListener('keydown', closeOnEscape);
  addEventListener('pagehide', disconnect);
  // A page from the back-forward cache comes back as it was left, without a connection.
  addEventListener('pageshow', connectWhileVisible);
})();
