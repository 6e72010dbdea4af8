// What is marked in a text, and which stretch of it is shown.
//
//   node tests/web/snippet.mjs

import { segments, snippet } from '../../src/search/client/snippet.js';
import { check, close } from './check.mjs';

/** Parts as one text, what is marked in brackets. */
const shown = (parts) => parts.map(([text, isMarked]) => (isMarked ? `[${text}]` : text)).join('');

/** Each case is a text, terms, and the text as it is marked. */
const MARKED = [
  ['Deep learning', ['deep'], '[Deep] learning'],
  ['Deep learning', [], 'Deep learning'],
  ['', ['deep'], ''],
  ['Networks of a network', ['network'], '[Networks] of a [network]'],
  ['A network', ['networks'], 'A [network]'],
  ['Stitchable and stitched', ['stitch*'], '[Stitchable] and [stitched]'],
  ['All of it', ['*'], 'All of it'],
  ['Müller, Mueller, MULLER', ['muller'], '[Müller], Mueller, [MULLER]'],
  ['Mu\u0308ller', ['muller'], '[Mu\u0308ller]'],
  ['the ﬁeld', ['field'], 'the [ﬁeld]'],
  ['Søren Kierkegård', ['soren', 'kierkegard'], '[Søren] [Kierkegård]'],
  ['pre-training and pretraining', ['pretraining'], '[pre-training] and [pretraining]'],
  ['pre-training', ['training'], 'pre-[training]'],
  ['α-helix', ['alpha'], '[α]-helix'],
  ['an α', ['alpha'], 'an [α]'],
  ['深層学習の基礎', ['学習'], '深層[学習]の基礎'],
  ['深層学習の基礎', ['深層', '層学', '学習'], '[深層学習]の基礎'],
  ['海', ['海*'], '[海]'],
  ['深海', ['海*'], '深[海]'],
  ['BERTモデルの応用', ['bert', 'モデ', 'デル'], '[BERTモデル]の応用'],
  ['𠮷野家の𠮷', ['𠮷野'], '[𠮷野]家の𠮷'],
  ['x<b>deep</b>', ['deep', 'b'], 'x<[b]>[deep]</[b]>'],
];

const FILL = 'Lorem ipsum dolor sit amet consectetur adipiscing elit. '.repeat(12);

await check(`${MARKED.length} texts are marked`, () =>
  MARKED.map(([text, terms, want]) => [text, shown(segments(text, terms)), want]).filter(([, is, want]) => is !== want)
    .map(([text, is, want]) => `${text}: ${is}, not ${want}`));

await check('parts are the whole text, and marked ones and others take turns', () =>
  MARKED.flatMap(([text, terms]) => {
    const parts = segments(text, terms);
    const turns = parts.every(([part, isMarked], at) => part !== '' && (at === 0 || isMarked !== parts[at - 1][1]));
    return parts.map(([part]) => part).join('') === text && turns ? [] : [text];
  }));

await check('a short text is shown whole, with its spaces made one', () => {
  const is = shown(snippet('  Deep\n  learning ', ['deep'], 100));
  return is === '[Deep] learning' ? [] : [is];
});

await check('without a term the beginning is shown', () => {
  const is = shown(snippet(FILL, ['deep'], 60));
  return is === 'Lorem ipsum dolor sit amet consectetur adipiscing elit. …' ? [] : [is];
});

await check('what is shown begins with a sentence that is near', () => {
  const is = shown(snippet(`${FILL}We study deep learning. ${FILL}`, ['deep', 'learning'], 60));
  return is === '… We study [deep] [learning]. Lorem ipsum dolor sit amet …' ? [] : [is];
});

await check('the stretch with most of the terms is shown', () => {
  const is = shown(snippet(`deep deep deep ${FILL} deep learning ${FILL}`, ['deep', 'learning'], 80));
  return is.includes('[deep] [learning]') ? [] : [is];
});

await check('what stands at the end is shown to the end', () => {
  const is = shown(snippet(`${FILL}at last a tide`, ['tide'], 60));
  return is.startsWith('… ') && is.endsWith('at last a [tide]') ? [] : [is];
});

await check('texts without spaces are cut, and no character in half', () => {
  const texts = ['深層学習の基礎'.repeat(60), '𠮷野家'.repeat(100), '👩‍🚀'.repeat(100), 'e\u0301'.repeat(300), 'x'.repeat(500), 'は\u3099'.repeat(300)];
  return texts.flatMap((text) => [[], ['学習'], ['𠮷野'], ['家*']].flatMap((terms) => {
    const is = snippet(text, terms, 80).map(([part]) => part).join('');
    const bare = is.replace(/^… | …$/g, '');
    const half = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|^\p{M}/u;
    return half.test(bare) || !text.includes(bare) || bare.length > 90 || bare.length < 50 ? [`${terms}: ${is}`] : [];
  }));
});

await check('any text is shown within the length that was asked for', () => {
  // A generator of its own, so that a failure comes back.
  let seed = 7;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  const ALPHABET = [...'ab cde . AÄ 海の𠮷野é\u0301-’<& \n', 'deep', ' learning ', '. Then '];
  const wrong = [];
  for (let round = 0; round < 3000; round += 1) {
    const text = Array.from({ length: random(400) }, () => ALPHABET[random(ALPHABET.length)]).join('');
    const is = snippet(text, ['deep', 'a*', '海の', 'learning'].slice(random(5)), 60).map(([part]) => part).join('');
    const clean = text.trim().replace(/\s+/g, ' ');
    if (is.length > 64 + 4 || !clean.includes(is.replace(/^… | …$/g, ''))) wrong.push(JSON.stringify([text, is]));
  }
  return wrong;
});
close();
