/**
 * A map of names that never changes: `with` gives a new one that shares nearly all of the old.
 *
 * Every instruction of a stage has its own set of variables, and a file may have thousands of each. Copying a map per
 * instruction would be quadratic; here a step costs a few small arrays. Names are numbered once per model, and the
 * numbers are the keys of a 16-way trie.
 */

/** Numbers names in the order in which they are met. */
export class NameTable {
  readonly #numbers = new Map<string, number>();

  find(name: string): number | undefined {
    return this.#numbers.get(name);
  }

  add(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

interface Entry<V> {
  readonly name: string;
  readonly value: V;
  /** Place in the iteration: that of the first time the name was set, as in a `Map`. */
  readonly order: number;
}

type Node<V> = readonly (Node<V> | Entry<V> | undefined)[];
type OpenNode<V> = (OpenNode<V> | Entry<V> | undefined)[];

const bits = 4;
const width = 1 << bits;

export class PersistentMap<V> implements ReadonlyMap<string, V> {
  readonly size: number;
  readonly #names: NameTable;
  readonly #root: Node<V>;
  /** Levels below the root. */
  readonly #depth: number;

  private constructor(names: NameTable, root: Node<V>, depth: number, size: number) {
    this.#names = names;
    this.#root = root;
    this.#depth = depth;
    this.size = size;
  }

  static empty<V>(names: NameTable): PersistentMap<V> {
    return new PersistentMap<V>(names, [], 0, 0);
  }

  /** A map with these values; of two for one name the later one counts. Cheaper than setting one after the other. */
  static of<V>(names: NameTable, values: Iterable<readonly [name: string, value: V]>): PersistentMap<V> {
    let root: OpenNode<V> = [];
    let depth = 0;
    let size = 0;
    for (const [name, value] of values) {
      const number = names.add(name);
      for (; number >= width ** (depth + 1); depth++) root = [root];
      let leaf = root;
      for (let level = depth; level > 0; level--) {
        leaf = (leaf[(number >> (level * bits)) & (width - 1)] ??= []) as OpenNode<V>;
      }
      const known = leaf[number & (width - 1)] as Entry<V> | undefined;
      leaf[number & (width - 1)] = { name, value, order: known?.order ?? size };
      if (!known) size++;
    }
    return new PersistentMap<V>(names, root, depth, size);
  }

  get(name: string): V | undefined {
    return this.#entry(this.#names.find(name))?.value;
  }

  has(name: string): boolean {
    return this.#entry(this.#names.find(name)) !== undefined;
  }

  /** The map with one value set. */
  with(name: string, value: V): PersistentMap<V> {
    const number = this.#names.add(name);
    const known = this.#entry(number);
    const entry = { name, value, order: known?.order ?? this.size };
    let root = this.#root;
    let depth = this.#depth;
    for (; number >= width ** (depth + 1); depth++) root = [root];
    return new PersistentMap(this.#names, place(root, depth, number, entry), depth, this.size + (known ? 0 : 1));
  }

  forEach(action: (value: V, name: string, map: ReadonlyMap<string, V>) => void): void {
    for (const { name, value } of this.#ordered()) action(value, name, this);
  }

  entries(): MapIterator<[string, V]> {
    return this.#toMap().entries();
  }

  keys(): MapIterator<string> {
    return this.#toMap().keys();
  }

  values(): MapIterator<V> {
    return this.#toMap().values();
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  #entry(number: number | undefined): Entry<V> | undefined {
    if (number === undefined || number >= width ** (this.#depth + 1)) return undefined;
    let node: Node<V> | undefined = this.#root;
    for (let level = this.#depth; node && level > 0; level--) {
      node = node[(number >> (level * bits)) & (width - 1)] as Node<V> | undefined;
    }
    return node?.[number & (width - 1)] as Entry<V> | undefined;
  }

  #toMap(): Map<string, V> {
    return new Map(this.#ordered().map(({ name, value }) => [name, value]));
  }

  #ordered(): Entry<V>[] {
    const entries: Entry<V>[] = [];
    collect(this.#root, this.#depth, entries);
    return entries.sort((a, b) => a.order - b.order);
  }
}

/** A copy of the path to one entry. */
function place<V>(node: Node<V>, level: number, number: number, entry: Entry<V>): Node<V> {
  const copy = node.slice();
  const index = (number >> (level * bits)) & (width - 1);
  copy[index] = level === 0 ? entry : place((node[index] as Node<V> | undefined) ?? [], level - 1, number, entry);
  return copy;
}

function collect<V>(node: Node<V>, level: number, entries: Entry<V>[]): void {
  for (const child of node) {
    if (child === undefined) continue;
    if (level === 0) entries.push(child as Entry<V>);
    else collect(child as Node<V>, level - 1, entries);
  }
}
