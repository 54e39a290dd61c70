/** Stages that can reach each other: the strongly connected components of the build graph (Tarjan's algorithm). */

interface Edge<S> {
  readonly by: S;
  readonly from: S;
}

export interface Component<S> {
  readonly id: number;
  /** The first of all stages from which these can be reached: BuildKit names it. */
  readonly root: S;
}

interface Visit<S> {
  readonly stage: S;
  readonly order: number;
  /** The earliest open visit that can be reached from here. */
  low: number;
  readonly rest: Iterator<S>;
}

/** The component of every stage that has edges. Goes through the stages in the order of their index. */
export function stronglyConnected<S extends { readonly index: number }>(
  edges: readonly Edge<S>[],
): ReadonlyMap<S, Component<S>> {
  const next = new Map<S, S[]>();
  for (const { by, from } of edges) {
    const targets = next.get(by);
    if (targets) targets.push(from);
    else next.set(by, [from]);
  }
  const components = new Map<S, Component<S>>();
  const orders = new Map<S, number>();
  const visit = (stage: S): Visit<S> => {
    const order = orders.size;
    orders.set(stage, order);
    return { stage, order, low: order, rest: (next.get(stage) ?? []).values() };
  };

  for (const root of [...next.keys()].sort((a, b) => a.index - b.index)) {
    if (orders.has(root)) continue;
    // A stack of our own: a long chain of stages cannot exhaust the call stack.
    const path = [visit(root)];
    const open: S[] = [root];
    for (let current = path.at(-1); current; current = path.at(-1)) {
      const step = current.rest.next();
      if (!step.done) {
        const order = orders.get(step.value);
        if (order === undefined) {
          path.push(visit(step.value));
          open.push(step.value);
        } else if (!components.has(step.value)) {
          current.low = Math.min(current.low, order);
        }
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above) above.low = Math.min(above.low, current.low);
      if (current.low === current.order) close(open, current.stage, { id: current.order, root }, components);
    }
  }
  return components;
}

/** Everything that was opened since `first` belongs to it. */
function close<S>(open: S[], first: S, component: Component<S>, components: Map<S, Component<S>>): void {
  for (let stage = open.pop(); stage !== undefined; stage = open.pop()) {
    components.set(stage, component);
    if (stage === first) return;
  }
}
