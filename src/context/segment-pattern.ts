/** A quick way for the patterns that ignore files are full of: `*.md`, `build/*`, any depth of folders in front of `*.log`. */

type PathTest = (path: string) => boolean;
/** Null stands for any number of folders. */
type SegmentTest = ((name: string) => boolean) | null;

/** Characters that mean more in a pattern than `*` does, or slip into moby's expression as they are. */
const special = /[[\]\\{}|^?\n]/;

/**
 * Compares path by path segment, with the outcome of the expression that `translatePattern` makes.
 *
 * @param pattern cleaned, without `!`
 * @returns null for a pattern that needs the expression
 */
export function compileSegments(pattern: string): PathTest | null {
  if (special.test(pattern)) return null;
  const names = pattern.split("/");
  if (names.some((name) => name !== "**" && name.includes("**"))) return null;
  // At the end `**` stands for something in the folder, not for the folder itself.
  const tests =
    names.at(-1) === "**" ? [...names.slice(0, -1).map(segmentTest), anyName, null] : names.map(segmentTest);
  const [only, last] = tests;
  if (only && tests.length === 1) return (path) => !path.includes("/") && only(path);
  if (only === null && last && tests.length === 2) return (path) => last(path.slice(path.lastIndexOf("/") + 1));
  return (path) => fits(tests, path.split("/"));
}

const anyName = (): boolean => true;

function segmentTest(segment: string): SegmentTest {
  if (segment === "**") return null;
  const [start = "", ...rest] = segment.split("*");
  const end = rest.pop();
  if (end === undefined) return (name) => name === segment;
  const shortest = segment.length - rest.length - 1;
  return (name) => {
    if (name.length < shortest || !name.startsWith(start) || !name.endsWith(end)) return false;
    let at = start.length;
    for (const part of rest) {
      const found = name.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= name.length - end.length;
  };
}

/** Goes back to the last `**` when something does not fit, which is enough as it takes as little as it can. */
function fits(tests: readonly SegmentTest[], names: readonly string[]): boolean {
  let [test, name, again, from] = [0, 0, -1, 0];
  while (name < names.length) {
    const current = tests[test];
    if (current === null) {
      [again, from] = [++test, name];
    } else if (current?.(names[name] ?? "") === true) {
      test++;
      name++;
    } else if (again >= 0) {
      [test, name] = [again, ++from];
    } else {
      return false;
    }
  }
  while (tests[test] === null) test++;
  return test === tests.length;
}
