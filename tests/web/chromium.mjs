// The browser that the machine has: CHROMIUM names one, else it is looked for where systems put it.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];

/** Where the browser is, or nothing. */
export function place() {
  return process.env.CHROMIUM || PLACES.find((path) => existsSync(path));
}

/** Starts it, with these words on its command line. */
export function launch(...args) {
  const executablePath = place();
  if (!executablePath) throw new Error('there is no Chromium: install it, or name it in CHROMIUM');
  return chromium.launch({ executablePath, args });
}
