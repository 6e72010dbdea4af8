// What is fetched when it is first asked for.

import { drawFacets, surround } from "./around.js";
import { completed } from "./complete.js";
import { correct, doubt, rewritten } from "./correct.js";
import { facetsOf } from "./facets.js";
import { either, papersFor } from "./filter.js";
import { lookFurther } from "./further.js";
import { named } from "./identify.js";
import { like } from "./like.js";
import { verify } from "./phrases.js";
import { Suggestions } from "./suggestions.js";

export { Suggestions, completed, correct, doubt, drawFacets, either, facetsOf, like, lookFurther, named, papersFor, rewritten, surround, verify };
