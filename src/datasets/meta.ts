/** Where a data set comes from and what may be done with it. */
export interface DatasetMeta {
  title: string;
  /** Who measured or collected it. */
  source: string;
  url: string;
  licence: string;
  rows: number;
}
