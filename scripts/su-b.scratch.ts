import { seed } from "/work/wt/summaries/src/base/random.ts";
import { weatherReports, weatherFacts } from "/work/wt/summaries/src/datasets/weather-reports.ts";
import { factCheck } from "/work/wt/summaries/src/score/fact-check.ts";
import { rougeL, rougeN } from "/work/wt/summaries/src/score/text-metrics.ts";
import { leadSentences, rankSentences, splitSentences, summarize } from "/work/wt/summaries/src/lm/text-rank.ts";
const R = weatherReports({ random: seed(2), reports: 300 });
const best = (t: string, ref: string, k: number) => { const ss = splitSentences(t); return ss.reduce((a, b) => rougeL(ref, b).f1 > rougeL(ref, a).f1 ? b : a); };
const T: Record<string, (t: string, ref: string) => string> = {
 lead1: t => leadSentences(t,1).join(" "), lead3: t => leadSentences(t,3).join(" "), tr1: t => summarize(t,{sentences:1}).join(" "), tr3: t=>summarize(t,{sentences:3}).join(" "), all: t=>t, best1: (t, r) => best(t, r, 1),
};
for (const [n, f] of Object.entries(T)) { let r=0, r1=0, kept=0, inv=0, left=0; for (const {report, summary} of R) { const s=f(report, summary); r+=rougeL(summary,s).f1; r1+=rougeN(summary,s,1).f1; const c=factCheck(weatherFacts(report), weatherFacts(s)); kept+=c.kept.length; left+=+(c.leftOut.length>0); inv+=+(c.invented.length>0);} console.log(n, (r/300).toFixed(3), (r1/300).toFixed(3), (kept/300).toFixed(2), left, inv); }
console.log(R.slice(0,3), R.slice(0,3).map(x=>rankSentences(splitSentences(x.report)).map(v=>v.toFixed(2))));
const bad = R.filter(({report,summary})=> JSON.stringify(Object.entries(weatherFacts(report)).sort())!==JSON.stringify(Object.entries(weatherFacts(summary)).sort())); console.log("bad", bad.length, bad[0]);
const ref="Oslo: snow, -5 °C, stormy";
for (const c of ["Oslo: snow, 5 °C, stormy","Oslo: snow, -5 °C, calm","Riga: snow, -5 °C, stormy","White streets and gales in Oslo, five below","Expect a snowstorm in Oslo at five below zero", "Five below zero, snowfall and gales for Oslo"]) console.log(c, rougeL(ref,c), rougeN(ref,c,1).f1);
