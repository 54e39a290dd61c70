/**
 * Imports a module of the user's: a configuration or a plugin. It stands alone because the bundled program runs from compiled
 * code that Node keeps, and from there Node 20 cannot import.
 *
 * @param url a `file:` URL
 */
export function importModule(url: string): Promise<unknown> {
  return import(url);
}
