/**
 * d3's readers of tables. Its own make the function that turns a row into an object from text, with `new Function`, which no
 * kernel allows (https://github.com/d3/d3-dsv/issues/65). Here a loop gives the same objects.
 */
import { type DSV, type DSVRowString, dsvFormat as formatOfD3 } from "d3";

type RowFunction = (row: DSVRowString, index: number, columns: string[]) => object | undefined | null;

/** As `dsvFormat` of d3: https://d3js.org/d3-dsv#dsvFormat */
export function dsvFormat(delimiter: string): DSV {
  const format = formatOfD3(delimiter);
  const parse = (text: string, convert?: RowFunction) => {
    let columns: string[] | undefined;
    let names: readonly string[] = [];
    const rows = format.parseRows(text, (values, index) => {
      if (columns) {
        const row = rowOf(names, values);
        return convert ? convert(row, index - 1, columns) : row;
      }
      columns = values;
      // The row function is given the columns, and may change them.
      names = [...values];
      return undefined;
    });
    return Object.assign(rows, { columns: columns ?? [] });
  };
  return { ...format, parse: parse as DSV["parse"] };
}

export const { parse: csvParse } = dsvFormat(",");
export const { parse: tsvParse } = dsvFormat("\t");

/** Of columns that share a name the last counts, at the place of the first. What a row lacks is empty. As in d3, no column can be named `__proto__`. */
function rowOf(names: readonly string[], values: readonly string[]): DSVRowString {
  const row: DSVRowString = {};
  for (let i = 0; i < names.length; i++) row[names[i]!] = values[i] ?? "";
  return row;
}
