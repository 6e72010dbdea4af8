// Every page is valid HTML by html-validate's standard rules: redirect pages and the 404 page too.

import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { readFileSync } from 'node:fs';
import { check, close, parameters } from './check.mjs';
import { files } from './site.mjs';

const [folder] = parameters('node html.mjs DIR', 1);
const validator = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ['html-validate:standard'] }));
const pages = files(folder).filter((file) => file.endsWith('.html'));

async function problems(page) {
  const report = await validator.validateString(readFileSync(folder + page, 'utf8'), page);
  const messages = report.results.flatMap((result) => result.messages);
  return messages.map(({ line, column, ruleId, message }) => `${page}:${line}:${column} ${ruleId}: ${message}`);
}

await check(`valid HTML on ${pages.length} pages`, async () => {
  if (pages.length === 0) return [`no pages in ${folder}`];
  const found = [];
  for (const page of pages) found.push(...(await problems(page)));
  return found;
});
close();
