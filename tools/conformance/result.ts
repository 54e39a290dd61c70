/** How far the project agrees with one set of recorded answers. */
export interface DataSetResult {
  readonly name: string;
  readonly cases: number;
  readonly agreeing: number;
  readonly disagreements: readonly { readonly case: string; readonly why: string }[];
  /** Fraction below which the run fails. */
  readonly bound: number;
}
