import { sotu } from "/work/wt/summaries/src/datasets/sotu.ts";
import { rankSentences, splitSentences } from "/work/wt/summaries/src/lm/text-rank.ts";
const find: [number, string, number][] = [[1862, "we can not escape history", 8],[1941,"we look forward to a world founded",9],[1862,"dogmas of the quiet past",8],[1961,"the hopes of all mankind",7],[1964,"unconditional war on poverty",8],[1865,"",0]];
for (const [y, s, n] of find) { for (const sp of sotu.rows.filter(r=>r.year===y)) { const all = splitSentences(sp.text); const i = all.findIndex(t=>t.toLowerCase().includes(s.toLowerCase())); if (i<0||!n) continue; const some = all.slice(Math.max(0,i-3), i+n); console.log(y, sp.president, some.length); const sc = rankSentences(some); some.forEach((t,k)=>console.log(sc[k]!.toFixed(2), t)); } }
// openings
for (const y of [1790, 1823, 1862, 1941, 1962, 1986, 1996, 2009]) { const sp = sotu.rows.find(r=>r.year===y)!; const all = splitSentences(sp.text); console.log("==",y,sp.president,all.length, all.slice(0,4)); }
