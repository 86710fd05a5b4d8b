import { rankSentences, splitSentences, contentWords } from "/work/wt/summaries/src/lm/text-rank.ts";
import { rougeL, rougeN } from "/work/wt/summaries/src/score/text-metrics.ts";
const t = "Fellow-citizens, we can not escape history. We of this Congress and this Administration will be remembered in spite of ourselves. No personal significance or insignificance can spare one or another of us. The fiery trial through which we pass will light us down in honor or dishonor to the latest generation. We say we are for the Union. The world will not forget that we say this. We know how to save the Union. The world knows we do know how to save it.";
const ss = splitSentences(t); rankSentences(ss).forEach((v,i)=>console.log(v.toFixed(2), ss[i], contentWords(ss[i]!)));
const u = "The fiery trial through which we pass will light us down in honor or dishonor to the latest generation. We say we are for the Union. The world will not forget that we say this. We know how to save the Union. The world knows we do know how to save it. We, even we here, hold the power and bear the responsibility. In giving freedom to the slave we assure freedom to the free.";
const us = splitSentences(u); rankSentences(us).forEach((v,i)=>console.log(v.toFixed(2), us[i]));
console.log(rougeL("police killed the gunman","police kill the gunman"), rougeL("police killed the gunman","the gunman kill police"));
for (const c of ["A snowstorm in Oslo, five below zero","Oslo has a gale and snow at -5 °C"]) console.log(c, rougeL("Oslo: snow, -5 °C, stormy", c));
