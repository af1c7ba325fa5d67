/** A heading of a document. */
export interface Heading {
  /** Row at which the section begins. */
  readonly row: number;
  /** 1 is the outermost. */
  readonly level: number;
  readonly title: string;
}
