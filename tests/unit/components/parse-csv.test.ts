import { afterEach, describe, expect, it, vi } from "vitest";
import { type Csv, parseCsv } from "../../../src/components/notebook/csv/parse-csv.ts";

const parse = (text: string): Csv => parseCsv(text, "f.csv");
const rows = (text: string) => parse(text).rows;
const notes = (text: string) => parse(text).notes.join("\n");
/** The values of the only column, or of the one named. */
const column = (text: string, name?: string) => rows(text).map((row) => (name === undefined ? Object.values(row)[0] : row[name]));

afterEach(() => vi.unstubAllEnvs());

describe("a CSV file", () => {
  it("is read as RFC 4180 has it: quotes, separators and line breaks within them", () => {
    expect(rows('name,said\r\n"Doe, J.","a ""b""\r\nc"\r\nX,\r\n')).toEqual([
      { name: "Doe, J.", said: 'a "b"\r\nc' },
      { name: "X", said: null },
    ]);
  });

  it.each([
    ["commas", "a,b\n1,2"],
    ["semicolons", "a;b\n1;2"],
    ["tabs", "a\tb\n1\t2"],
    ["bars", "a|b\n1|2"],
    ["a byte order mark", "\ufeffa,b\n1,2"],
    ["returns for line ends", "a,b\r1,2\r"],
    ["line ends of two kinds", "a,b\r\n1,2\n"],
    ["blank lines", "a,b\n\n1,2\n\n"],
    ["blank lines before the header", "\n  \r\na;b\n1;2"],
    ["lines of separators before the header", ";\na;b\n1;2"],
    ["a comment before the header", "# made by a machine\na,b\n1,2"],
  ])("with %s is read", (_, text) => {
    expect(rows(text)).toEqual([{ a: 1, b: 2 }]);
  });

  it("has columns of one type each", () => {
    expect(rows("n,code,yes,day,text\n1.5,007,true,2007-11-11,NA\nNA,100,FALSE,,x\n-2e3,1,true,2008-01-01,1\n")).toEqual([
      { n: 1.5, code: "007", yes: true, day: new Date("2007-11-11T00:00:00Z"), text: "NA" },
      { n: null, code: "100", yes: false, day: null, text: "x" },
      { n: -2000, code: "1", yes: true, day: new Date("2008-01-01T00:00:00Z"), text: "1" },
    ]);
  });

  it("says what it took each column for", () => {
    const csv = parse("n,yes,day,text\n1.5,true,2007-11-11,x");
    expect(csv.columns).toEqual([
      { name: "n", type: "number" },
      { name: "yes", type: "boolean" },
      { name: "day", type: "date" },
      { name: "text", type: "text" },
    ]);
    expect(csv.notes).toEqual(["Numbers: n. Dates, in UTC where they name no zone: day. True or false: yes. Text: text."]);
  });

  it("with semicolons may have decimal commas, with commas not", () => {
    expect(rows("a;b\n1,5;x")).toEqual([{ a: 1.5, b: "x" }]);
    expect(rows('a,b\n"1,5",x')).toEqual([{ a: "1,5", b: "x" }]);
    expect(notes('a,b\n"1,5",x')).toContain("a stays text: where commas separate the values, a comma is no decimal sign");
  });

  it("may leave a column unnamed, and name one like a part of every object", () => {
    expect(rows(",__proto__,constructor\n1,2,3")).toEqual([
      Object.fromEntries([
        ["column 1", 1],
        ["__proto__", 2],
        ["constructor", 3],
      ]),
    ]);
    expect(notes(",b\n1,2")).toContain("Without a name in the header: “column 1”.");
    expect(rows(",column 1\n1,2")).toEqual([{ "column 1_": 1, "column 1": 2 }]);
  });

  it("has its columns in the header's order but for names that are whole numbers, and says so", () => {
    expect(notes("name,2021,2020\nx,1,2")).toContain("Names that are whole numbers come first in each row, and in order: 2021, 2020.");
    expect(notes("2020,2021,name\n1,2,x")).not.toContain("whole numbers come first");
  });

  it("with 5,000 columns has notes that can be read", () => {
    const wide = (value: (i: number) => string) => Array.from({ length: 5000 }, (_, i) => value(i)).join(",");
    const csv = parse([wide((i) => `c${i}`), wide((i) => (i % 2 ? "1" : "?")), wide(() => "007"), wide(() => "2")].join("\n"));
    expect(csv.columns.length).toBe(5000);
    expect(csv.notes.length).toBeLessThan(10);
    expect(csv.notes.join("")).toContain("So do c5, c6, c7, c8, c9, c10 and 4,989 more");
    for (const note of csv.notes) expect(note.length).toBeLessThan(500);
  });

  it("with one column keeps a gap in quotes, and says that a blank line is none", () => {
    const text = 'x\n1\n\n3\n""\n\n';
    expect(column(text)).toEqual([1, 3, null]);
    expect(notes(text)).toContain('Blank lines are left out: line 3. An empty value is written "".');
  });

  it.each([
    ["\n", "it has no header"],
    ["1,2\n3,4", "the first line has only numbers (1, 2)"],
    ["a,a\n1,2", "two columns are called “a”"],
    ["a, a\n1,2", "two columns are called “a”"],
    ["a,b\n", "it has a header, but no rows"],
    ['a,b\n"x\ny",1\n3', "line 4 has 1 value, and the header names 2 columns"],
    ["a,b\n1,2,3\n4,5\n6,7,8\n9", "line 2 has 3 values, and the header names 2 columns (separated by commas); 2 more lines do not fit either"],
    ["a,b\n1,2,3\n4,5,6", "all lines have 3 values, and the header names 2 columns"],
    ["a\n1,2,3\n4,5,6", "all lines have 3 values, and the header names 1 column"],
    ['a,b\n1,2\n3,"4\n', "line 3: a quote is opened and never closed"],
    ['a,b\n"1"x,2', "line 2: there is text after a closing quote"],
    ["sep=ab\na,b\n1,2", "the first line names “ab” as the separator, which has to be one character"],
    ['[{"a":1},\n{"a":2}]', "it is JSON, not CSV"],
    ['{"a":1}\n{"a":2}', "it is JSON, not CSV"],
    ["<!DOCTYPE html><title>Sign in</title>", "it is a web page or XML, not CSV"],
  ])("like %j is refused with its line and what to do", (text, sentence) => {
    expect(() => rows(text)).toThrow(`f.csv: ${sentence}`);
    expect(() => rows(text)).toThrow("then choose the file again");
  });
});

describe("a separator", () => {
  it.each([
    ["sep=;\nname;x\nAnn;1", { name: "Ann", x: 1 }],
    ["sep=,\nname,x\nAnn,1", { name: "Ann", x: 1 }],
    ["SEP=|\r\nname|x\r\nAnn|1\r\n", { name: "Ann", x: 1 }],
    ['"sep=;"\nname;x\nAnn;1', { name: "Ann", x: 1 }],
    ["\ufeffsep=;\rname;x\rAnn;1", { name: "Ann", x: 1 }],
    ["sep=\t\nname\tx\nAnn\t1", { name: "Ann", x: 1 }],
    ["sep=\\t\nname\tx\nAnn\t1", { name: "Ann", x: 1 }],
    ["sep=^\nname^x\nA,n;n^1", { name: "A,n;n", x: 1 }],
    ["sep=:\nname:x\nAnn:1", { name: "Ann", x: 1 }],
    ["sep= \nname x\nAnn 1", { name: "Ann", x: 1 }],
    ['sep=";"\nname;x\nAnn;1', { name: "Ann", x: 1 }],
    ["'sep=;'\nname;x\nAnn;1", { name: "Ann", x: 1 }],
    ["sep=; \nname;x\nAnn;1", { name: "Ann", x: 1 }],
    ["sep=;;\nname;x\nAnn;1", { name: "Ann", x: 1 }],
    ["sep=\nname;x\nAnn;1", { name: "Ann", x: 1 }],
  ])("is named by a first line as Excel writes it: %j", (text, row) => {
    expect(rows(text)).toEqual([row]);
  });

  it("that the first line names does not move the lines of which is spoken", () => {
    expect(() => rows("sep=;\na;b\n1;2\n3")).toThrow("line 4 has 1 value");
  });

  it.each([
    ["commas in names", "Weight, kg;Height, cm\n70;180", { "Weight, kg": 70, "Height, cm": 180 }],
    ["commas in names and decimals", "Weight, kg;Height, cm\n70,5;180,1", { "Weight, kg": 70.5, "Height, cm": 180.1 }],
    ["more commas than bars", "a, b, c|d\nx, y|1", { "a, b, c": "x, y", d: 1 }],
    ["semicolons in texts", "tags,n\na;b;c,1", { tags: "a;b;c", n: 1 }],
    ["separators in quotes", '"a;b","c;d"\n"x;y",1', { "a;b": "x;y", "c;d": 1 }],
    ["line breaks in quotes", 'a;"b\n, c"\n1;2', { a: 1, "b\n, c": 2 }],
    ["one column with a comma in its name", "Weight, kg\n70", { "Weight, kg": 70 }],
    ["one column of decimals", "x\n1,5", { x: 1.5 }],
  ])("is guessed from all lines: %s", (_, text, row) => {
    expect(rows(text)).toEqual([row]);
  });

  it("is not what only some lines of one column have", () => {
    expect(column("said\nHello, world\nBye")).toEqual(["Hello, world", "Bye"]);
    expect(notes("said\nHello, world\nBye")).toContain("One column was found: commas, semicolons, tabs and bars in it are part of the text.");
  });

  it("other than the comma is said", () => {
    expect(notes("a;b\n1;2")).toContain("Values are separated by semicolons.");
    expect(notes("sep=^\na^b\n1^2")).toContain("Values are separated by “^”, as the first line says.");
    expect(notes("a,b\n1,2")).not.toContain("separated");
  });

  it("tells a comment before the header from a header that begins with #", () => {
    expect(rows("#id,name\n1,Ann")).toEqual([{ "#id": 1, name: "Ann" }]);
    expect(notes("# one\n# two\n#id,name\n1,Ann")).toContain("Left out before the header, as comments: lines 1, 2.");
  });
});

describe("what a number would lose", () => {
  it.each([
    ["whole numbers above 2⁵³", ["1745289312345678901", "1745289312345678902"], "would be rounded"],
    ["2⁵³ itself, since the next one is read as it", ["9007199254740992", "9007199254740993"], "would be rounded"],
    ["negative ones", ["-9007199254740993", "-9007199254740992"], "would be rounded"],
    ["with a fraction of zeros", ["9007199254740993.0"], "would be rounded"],
    ["with an exponent", ["9007199254740993e0"], "would be rounded"],
    ["more digits than a double has", ["3.14159265358979323846"], "would be rounded"],
    ["a number beyond all doubles", ["1e400", "-1e400"], "as large or as small"],
    ["one too near to 0", ["1e-400"], "as large or as small"],
    ["leading zeros", ["00123", "0049", "-01"], "would lose zeros or a plus"],
    ["telephone numbers", ["+4917012345678", "030123456"], "would lose zeros or a plus"],
    ["digits in groups of a program", ["1_000"], "decimal digits only"],
    ["other bases", ["0x1F", "0b11", "0o17"], "decimal digits only"],
    ["percent and currency", ["5%", "5 %", "$3.50", "-€1,234.56", "3 €"], "currency or percent"],
  ])("keeps its column text: %s", (_, texts, why) => {
    for (const quote of ["", '"']) {
      const text = `id;n\n${texts.map((text) => `${quote}${text}${quote};1`).join("\n")}`;
      expect(column(text, "id")).toEqual(texts);
      expect(notes(text)).toContain("id stays text");
      expect(notes(text)).toContain(why);
      expect(notes(text)).toContain(`${texts.length} of ${texts.length} value`);
    }
  });

  // Each text is what another program writes for the double that it is read as: %.17g in C, Python's Decimal(0.1), and so on.
  it.each([
    ["9007199254740991", 2 ** 53 - 1],
    ["0.1", 0.1],
    ["0.10000000000000001", 0.1],
    ["0.30000000000000004", 0.1 + 0.2],
    ["0.1000000000000000055511151231257827021181583404541015625", 0.1],
    ["1.7976931348623157e308", Number.MAX_VALUE],
    ["5e-324", Number.MIN_VALUE],
    ["1E+23", 1e23],
    ["1.50", 1.5],
    ["+1.5", 1.5],
    ["−1.5", -1.5],
    ["5.", 5],
    [".5", 0.5],
    ["-0", -0],
    ["-0.0", -0],
    ["0.00", 0],
  ])("is nothing for %s", (text, value) => {
    expect(column(`x\n${text}`)).toEqual([value]);
    expect(notes(`x\n${text}`)).toBe("Numbers: x.");
  });

  it("is found in a moment, however long the text", () => {
    const long = ["1", "2", `1.${"0".repeat(3e5)}1`, `5${" ".repeat(3e5)}x%`, `1${",111".repeat(1e5)}x`];
    expect(column(`x;y\n${long.map((text) => `${text};1`).join("\n")}`, "x")).toEqual(long);
    const day = ["2020-01-01", `2020-1-5${" ".repeat(3e5)}x`];
    expect(column(`x;y\n${day.map((text) => `${text};1`).join("\n")}`, "x")).toEqual(day);
  });

  it("is nothing for infinity, which is said since models cannot take it", () => {
    expect(column("x\n1\nInfinity\n-inf")).toEqual([1, Infinity, -Infinity]);
    expect(notes("x\n1\nInfinity\n-inf")).toContain("Infinite numbers, which models cannot take, are in x: “Infinity” in line 3, others in line 4.");
    expect(column("x\ninf")).toEqual(["inf"]);
  });
});

describe("decimal signs and thousands", () => {
  it.each([
    [
      "1.234,56 next to semicolons",
      "x;y\n1.234,56;a\n7,5;b\n1.000;c",
      [1234.56, 7.5, 1000],
      "group thousands are left out in x: “1.234,56” in line 2",
    ],
    ["1,234.56", 'x,y\n"1,234.56",a\n7,b', [1234.56, 7], "group thousands are left out in x"],
    ["1,234,567", 'x,y\n"1,234,567",a\n"1,234",b', [1234567, 1234], "group thousands are left out in x"],
    ["1,234 next to a column with decimal points", 'x,y\n"1,234",0.5', [1234], "group thousands are left out in x"],
    ["1 234,56, with any blank", "x;y\n1 234,56;a\n1\u202f234,5;a\n1\u00a0234,5;a", [1234.56, 1234.5, 1234.5], "group thousands are left out in x"],
    ["1'234.50", "x,y\n1'234.50,a\n1'000,a", [1234.5, 1000], "group thousands are left out in x"],
    ["1,234 next to semicolons, where a comma is decimal", "x;y\n1,234;a", [1.234], "Commas are decimal ones in x: “1,234” in line 2"],
    ["1.234 next to semicolons", "x;y\n1.234;a", [1.234], "Points are taken for decimal ones in x, and might have grouped thousands"],
    ["decimal commas with exponents", "x;y\n1,5E+03;a\n-,5;b", [1500, -0.5], "Commas are decimal ones in x"],
  ])("are read and said: %s", (_, text, values, note) => {
    expect(column(text, "x")).toEqual(values);
    expect(notes(text)).toContain(note);
  });

  it.each([
    ["1,234 alone", 'x,y\n"1,234",a', ["1,234"]],
    ["1,234 next to tabs", "x\ty\n1,234\ta", ["1,234"]],
    ["1.234 where another column has decimal commas", "x;y\n1.234;0,5", ["1.234"]],
    ["addresses", "x;y\n192.168.100.101;a\n192.168.100.102;b", ["192.168.100.101", "192.168.100.102"]],
    ["groups that may be telephone numbers", "x;y\n612 345 678;a", ["612 345 678"]],
    ["points and commas", "x;y\n1.5;a\n1,5;b", ["1.5", "1,5"]],
    ["groups of two", 'x,y\n"12,34,567",a\n5,b\n6,c', ["12,34,567", "5", "6"]],
  ])("that are not clear leave text, and it is said: %s", (_, text, values) => {
    expect(column(text, "x")).toEqual(values);
    expect(notes(text)).toContain("x stays text");
  });

  it("of a decimal point are not asked about where commas part the values", () => {
    expect(notes("x,y\n1.234,2")).toBe("Numbers: x, y.");
  });
});

describe("gaps", () => {
  it.each("?,N/A,n/a,NA,na,null,NULL,NaN,nan,-,--,–,—,.,..,#DIV/0!,#N/A,#VALUE!,#NV,#WERT!,n.a.,none,None,<NA>,\\N,missing".split(","))(
    "in a column of numbers, dates, or true and false may be written %s",
    (word) => {
      const text = `n;day;flag\n1;2020-01-01;true\n${word};${word};${word}\n3;2020-01-02;false`;
      expect(rows(text)[1]).toEqual({ n: null, day: null, flag: null });
      expect(parse(text).columns.map(({ type }) => type)).toEqual(["number", "date", "boolean"]);
      for (const name of ["n", "day", "flag"]) expect(notes(text)).toContain(`${name} has 1 gap (null) in 3 rows: “${word}” in line 3.`);
    },
  );

  it("are said with their words, how many and where", () => {
    const text = `hp,mpg\n130,18\n?,25\n,\n?,9\n  ,9\n?,9\n?,9`;
    expect(column(text, "hp")).toEqual([130, null, null, null, null, null, null]);
    expect(notes(text)).toContain("hp has 6 gaps (null) in 7 rows: “?” in lines 3, 5, 7 and more, empty in lines 4, 6.");
    expect(notes(text)).toContain("mpg has 1 gap (null) in 7 rows: empty in line 4.");
  });

  it("are no words of a column of text: NA is Namibia, and none an answer", () => {
    const text = "country,pet,n\nNA,none,1\nDE,?,2\nNA,cat,3\n,null,4";
    expect(column(text, "country")).toEqual(["NA", "DE", "NA", null]);
    expect(column(text, "pet")).toEqual(["none", "?", "cat", "null"]);
    expect(column("c\nNA\nNA")).toEqual(["NA", "NA"]);
    expect(notes(text)).toContain("country has 1 gap (null) in 4 rows: empty in line 5.");
  });

  it("are no colours and no signs of text", () => {
    expect(column("c\n#ff0000\n#000000")).toEqual(["#ff0000", "#000000"]);
    expect(column("c\n-\n+")).toEqual(["-", "+"]);
  });
});

describe("what ought to be a number, a date, or true or false", () => {
  it("is said: its column, its line, and how many", () => {
    const text = `hp\n${Array.from({ length: 200 }, (_, i) => (i === 55 ? "abc" : i)).join("\n")}`;
    expect(column(text)[0]).toBe("0");
    expect(notes(text)).toContain(
      "hp stays text: not all of it is numbers (1 of 200 values: “abc” in line 57). Mended or left empty, it would be read as numbers.",
    );
    expect(notes("d\n2020-01-01\nsoon")).toContain("d stays text: not all of it is dates (1 of 2 values: “soon” in line 3)");
    expect(notes("f\ntrue\nfalse\nmaybe")).toContain("f stays text: not all of it is true or false (1 of 3 values: “maybe” in line 4)");
  });

  it("is not said of texts with a few numbers in them", () => {
    expect(notes("t\na\nb\n1")).toBe("Text: t.");
  });
});

describe("dates", () => {
  // Written out in UTC by hand, from ISO 8601.
  it.each([
    ["2007-11-11", "2007-11-11T00:00:00.000Z"],
    ["2007-11", "2007-11-01T00:00:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["2000-02-29", "2000-02-29T00:00:00.000Z"],
    ["0001-01-01", "0001-01-01T00:00:00.000Z"],
    ["2007-11-11T10:20", "2007-11-11T10:20:00.000Z"],
    ["2007-11-11 10:20:30", "2007-11-11T10:20:30.000Z"],
    ["2007-11-11T10:20:30.5Z", "2007-11-11T10:20:30.500Z"],
    ["2007-11-11T10:20:30.120000", "2007-11-11T10:20:30.120Z"],
    ["2007-11-11T00:20+02:00", "2007-11-10T22:20:00.000Z"],
    ["2007-11-11 23:20:00-0330", "2007-11-12T02:50:00.000Z"],
    ["2007-11-11 10:20:30+01", "2007-11-11T09:20:30.000Z"],
    ["2007-11-11 10:20:30 UTC", "2007-11-11T10:20:30.000Z"],
  ])("%s is %s, whatever the machine's zone", (text, iso) => {
    expect(column(`d\n${text}`)).toEqual([new Date(iso)]);
  });

  it.each(["Pacific/Kiritimati", "America/St_Johns", "Europe/Berlin"])("are the same on a machine in %s", (zone) => {
    const text = "d\n2007-11-11\n2007-11\n2021-03-28T02:30\n2007-11-11 10:20:30.5\n0001-01-01\n2007-11-11T10:20+01:00";
    const before = column(text).map((date) => (date as Date).getTime());
    vi.stubEnv("TZ", zone);
    // The zone has taken hold.
    expect(new Date(2020, 0, 1).getTimezoneOffset()).toBe({ "Pacific/Kiritimati": -840, "America/St_Johns": 210, "Europe/Berlin": -60 }[zone]);
    expect(column(text).map((date) => (date as Date).getTime())).toEqual(before);
  });

  it.each([
    "2023-02-30",
    "2023-02-29",
    "1900-02-29",
    "2023-04-31",
    "2023-00-10",
    "2023-13-01",
    "2023-01-00",
    "2023-02-30T10:00",
    "2023-02-30 10:00:00Z",
    "2023-02-30T10:00+02:00",
    "2023-01-01T24:00",
    "2023-01-01T25:00",
    "2023-01-01T10:60",
    "2023-01-01T10:00:60",
    "2023-01-01T10:00+24:00",
    "2023-01-01T10:00+02:60",
  ])("%s is none: it stays text, and its line is said", (text) => {
    expect(column(`d\n${text}`)).toEqual([text]);
    expect(notes(`d\n${text}`)).toContain(`d stays text: there is no such day or time (1 of 1 value: “${text}” in line 2)`);
    expect(column(`d\n2020-01-01\n${text}`)).toEqual(["2020-01-01", text]);
    expect(notes(`d\n2020-01-01\n${text}\n2020-01-02`)).toContain(
      `(1 of 3 values: “${text}” in line 3). Mended or left empty, it would be read as dates.`,
    );
  });

  it("finer than a millisecond stay text, for nothing to be cut off", () => {
    expect(column("d\n2007-11-11T10:20:30.123456")).toEqual(["2007-11-11T10:20:30.123456"]);
    expect(notes("d\n2007-11-11T10:20:30.123456")).toContain("less than a millisecond");
  });

  it.each(["31.12.2020", "12/31/2020", "12/31/20", "2020/12/31", "2020-1-5", "31.12.2020 10:00"])(
    "in another form stay text, and it is said: %s",
    (text) => {
      expect(column(`d\n${text}`)).toEqual([text]);
      expect(notes(`d\n${text}`)).toContain("dates are read in the form 2007-11-11 only");
    },
  );
});
