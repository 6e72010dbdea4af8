// Pictures of one page of each kind, at three widths, light and dark, for people to look at.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parameters } from './check.mjs';
import { launch } from './chromium.mjs';
import { kinds, serve } from './site.mjs';

const WIDTHS = [360, 768, 1440];
const SCHEMES = ['light', 'dark'];
const TALLEST = 3000;

const [folder, out, ...only] = parameters('node look.mjs DIR OUT [KIND…]', 2);
const { pages, absent } = kinds(folder);
const chosen = Object.entries(pages).filter(([kind]) => only.length === 0 || only.includes(kind));
mkdirSync(out, { recursive: true });
const server = await serve(folder);
const browser = await launch();
for (const colorScheme of SCHEMES) {
  for (const width of WIDTHS) {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    for (const [kind, address] of chosen) {
      if (kind === 'redirect') continue; // it is gone before it can be seen
      await page.goto(server.root + address);
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      const clip = { x: 0, y: 0, width, height: Math.min(height, TALLEST) };
      await page.screenshot({ path: join(out, `${kind.replaceAll(' ', '-')}-${width}-${colorScheme}.png`), fullPage: true, clip });
    }
    await page.close();
  }
}
await browser.close();
server.close();
console.log(`${chosen.length} kinds of pages in ${out}${absent.length > 0 ? `; none in ${folder}: ${absent.join(', ')}` : ''}`);
