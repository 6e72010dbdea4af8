// The very common words of a long query, looked up where the others leave too many papers.

import { stem } from "./tokens.js";

/** Takes up the next of them; false where there is none left that tells anything. */
export async function lookFurther(engine, { units, pool }) {
  const unit = units[pool.shift()];
  const common = engine.commonCount(unit.word);
  if (common >= Math.floor(engine.store.root.papers / 3)) return false;
  const weight = engine.weight(common);
  Object.assign(unit, { weight, dropped: false, optional: false, hits: engine.none() });
  const told = engine.none();
  engine.tell(told, await engine.store.common(stem(unit.word)), []);
  unit.hits.add(told, (score) => score * weight);
  return true;
}
