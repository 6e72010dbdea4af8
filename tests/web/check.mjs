// Names checks, runs them one after another, and counts them. Shared by every script of this folder.

const MOST_LINES = 20;
let passed = 0;
let failed = 0;

/** Runs one check. It fails when `run` throws or returns a list of problems that is not empty. */
export async function check(name, run) {
  let problems;
  try {
    problems = (await run()) ?? [];
  } catch (error) {
    problems = [error.message];
  }
  if (problems.length === 0) {
    passed += 1;
    console.log(`ok ${name}`);
    return;
  }
  failed += 1;
  const shown = problems.slice(0, MOST_LINES);
  const rest = problems.length - shown.length;
  if (rest > 0) shown.push(`and ${rest} more`);
  const why = shown.length === 1 ? ` ${shown[0]}` : `\n  ${shown.join('\n  ')}`;
  console.log(`not ok ${name}:${why}`);
}

/** Prints the counts, which tests/run adds up, and ends with the code that they ask for. */
export function close() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

/** The arguments, or a line on how the script is used. */
export function parameters(usage, least) {
  const given = process.argv.slice(2);
  if (given.length < least) {
    console.error(`usage: ${usage}`);
    process.exit(2);
  }
  return given;
}
