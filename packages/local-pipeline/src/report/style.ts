/** The page's whole style sheet. Colours are named by meaning and change with the reader's light or dark setting. */
export const style = `
:root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--text:#1c2330;--soft:#5d6778;--line:#dfe3ea;--code:#eef1f5;--track:#eceff4;
--success:#1a8a4a;--failure:#d1303d;--cancelled:#8a8f99;--skipped:#a3a9b5;--warning:#a86a00;--notice:#2b66d9;--link:#1f5fd1}
@media (prefers-color-scheme:dark){:root{--page:#0e1219;--card:#161c26;--text:#e4e8ef;--soft:#98a3b5;--line:#2a3240;--code:#212937;--track:#202836;
--success:#3fba73;--failure:#f2616c;--cancelled:#8d95a3;--skipped:#687183;--warning:#e0a63a;--notice:#6ea2ff;--link:#7fb0ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:1120px;margin:0 auto;padding:32px 24px 64px}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}
h1{font-size:26px;line-height:1.25;margin:0;display:flex;gap:12px;align-items:center}
h2{font-size:18px;margin:36px 0 12px}
h3{font-size:16px;margin:0;display:flex;gap:10px;align-items:center}
code,pre{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
code{background:var(--code);border-radius:5px;padding:.1em .35em;overflow-wrap:anywhere}
pre{background:var(--code);border-radius:8px;padding:12px 14px;overflow:auto;max-height:480px;margin:12px 0}pre code{background:none;padding:0;overflow-wrap:normal}
.added{color:var(--success)}.removed{color:var(--failure)}
.context{color:var(--soft);margin:8px 0 0;display:flex;flex-wrap:wrap;gap:6px 14px;align-items:center}
.facts{display:flex;flex-wrap:wrap;gap:1px;margin:22px 0 0;background:var(--line);border:1px solid var(--line);border-radius:12px;overflow:hidden}
.facts div{flex:1 1 auto;min-width:110px;background:var(--card);padding:12px 16px}.facts dt{color:var(--soft);font-size:12.5px}.facts dd{margin:2px 0 0;font-weight:600;white-space:nowrap;font-variant-numeric:tabular-nums}
.card,.timeline,.panel{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:18px 20px}
.card{margin:0 0 16px}.card h3 .time{margin-left:auto}
.time{color:var(--soft);font-size:13px;font-weight:400;font-variant-numeric:tabular-nums;white-space:nowrap;text-align:right}
.sign{width:18px;height:18px;flex:none}.sign circle{fill:currentColor}.sign path{fill:none;stroke:var(--card);stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
h1 .sign{width:30px;height:30px}
.sign.success{color:var(--success)}.sign.failure{color:var(--failure)}.sign.cancelled{color:var(--cancelled)}.sign.skipped{color:var(--skipped)}
.lane{display:grid;grid-template-columns:minmax(120px,270px) 1fr 76px;gap:14px;align-items:center;min-height:34px}
.lane a{display:flex;gap:8px;align-items:center;color:inherit;min-width:0}.lane a span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.track{position:relative;height:20px;background:var(--track);border-radius:5px;display:block}
.axis{min-height:22px}.axis .track{background:none;height:18px}
.tick{position:absolute;font-size:11.5px;color:var(--soft);white-space:nowrap;border-left:1px solid var(--line);padding-left:4px;line-height:18px}
.bar{position:absolute;top:0;bottom:0;border-radius:4px;background:var(--bar)}
.bar.success{--bar:var(--success)}.bar.failure{--bar:var(--failure)}.bar.cancelled{--bar:var(--cancelled)}
.bar.job{opacity:.25}.lane .bar.step{top:4px;bottom:4px;border-radius:2px;box-shadow:inset -1px 0 var(--card)}
.none,.empty{color:var(--soft);font-size:13px}.none{padding-left:8px;line-height:20px;display:block}
.steps{list-style:none;margin:14px 0 0;padding:0}.steps li{border-top:1px solid var(--line);padding:7px 0}
.step-line{display:grid;grid-template-columns:18px minmax(0,1fr) 200px 76px;gap:10px;align-items:center}.steps .track{height:8px}.steps .bar{border-radius:4px}
.step-name code{color:var(--soft);margin-left:4px}.steps .skipped .step-name{color:var(--soft)}
.outputs{margin:4px 0 0 28px;font-size:13px}.outputs summary{color:var(--soft);cursor:pointer}.outputs th{font-weight:500;white-space:nowrap}
.annotations{list-style:none;margin:14px 0 0;padding:0;display:grid;gap:6px}
.annotations li{border-left:3px solid var(--tone);background:color-mix(in srgb,var(--tone) 9%,transparent);border-radius:0 7px 7px 0;padding:7px 12px;display:flex;flex-wrap:wrap;gap:4px 10px;align-items:baseline}
.annotations .message{white-space:pre-wrap;overflow-wrap:anywhere}.level{color:var(--tone);font-weight:600;font-size:13px}
.error{--tone:var(--failure)}.warning{--tone:var(--warning)}.notice{--tone:var(--notice)}
.summary{border:1px solid var(--line);border-radius:10px;padding:12px 18px 14px;margin:16px 0 0;overflow-wrap:anywhere}
.summary .from{color:var(--soft);font-size:12.5px;margin:0 0 6px}
.summary p{margin:8px 0}.summary h4{margin:16px 0 8px;font-size:15px}.summary h4.h1{font-size:20px}.summary h4.h2{font-size:17.5px}
.summary .from+h4{margin-top:4px}.summary hr{border:0;border-top:1px solid var(--line);margin:16px 0}.summary ul,.summary ol{padding-left:24px;margin:8px 0}
.summary table{overflow-wrap:normal}.summary th{white-space:nowrap}.note>:last-child,blockquote>:last-child{margin-bottom:4px}.summary details{margin:10px 0}.summary summary{cursor:pointer;font-weight:500}
figure{margin:0;min-width:0}.files{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,340px),1fr));gap:14px;margin:16px 0 0}.files img{width:100%;border:1px solid var(--line);border-radius:8px;display:block}figcaption{color:var(--soft);font-size:12.5px;margin-top:4px}
blockquote{border-left:3px solid var(--line);margin:12px 0;padding:0 14px;color:var(--soft)}
.note{border-left:3px solid var(--tone,var(--notice));padding:2px 14px;margin:12px 0}.note.tip{--tone:var(--success)}.note.important{--tone:#8a5bd6}.note.caution{--tone:var(--failure)}
.note-title{color:var(--tone,var(--notice));font-weight:600}
.scroll{overflow-x:auto}table{border-collapse:collapse;margin:8px 0;font-size:14px;font-variant-numeric:tabular-nums}
th,td{border-bottom:1px solid var(--line);padding:6px 14px 6px 0;text-align:left;vertical-align:top}th{font-weight:600}.right{white-space:nowrap}td p{margin:3px 0 0;color:var(--soft)}
.summary th,.summary td{border:1px solid var(--line);padding:5px 12px}.summary thead th{background:var(--track)}
th.right,td.right{text-align:right}th.center,td.center{text-align:center}
.panel table{width:100%;margin:0}.place{min-width:250px}.panel tbody tr:last-child td{border-bottom:0}
.severity{--tone:var(--soft);color:var(--tone);background:color-mix(in srgb,var(--tone) 14%,transparent);border-radius:20px;padding:2px 10px;font-size:12.5px;font-weight:600;white-space:nowrap}
.severity.critical,.severity.high,.severity.error{--tone:var(--failure)}.severity.medium,.severity.warning{--tone:var(--warning)}.severity.low{--tone:var(--notice)}
.images{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,440px),1fr));gap:16px}.image{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px 18px;min-width:0}
.image h3{overflow-wrap:anywhere}.image p{margin:8px 0 0;display:flex;flex-wrap:wrap;gap:6px}
.digest code{font-size:11.2px}.chip{border-radius:20px;padding:1px 10px;font-size:12.5px;border:1px solid var(--line)}.chip.platform{background:var(--track)}.chip.tag{color:var(--link)}
footer{color:var(--soft);font-size:13px;margin-top:40px}
@media (max-width:720px){main{padding:20px 14px 48px}.lane{grid-template-columns:minmax(90px,130px) 1fr 62px;gap:8px}.step-line{grid-template-columns:18px minmax(0,1fr) auto}.steps .track{display:none}.tick:nth-child(even){display:none}}
@media print{body{background:#fff}.card,.timeline,.panel,.image{break-inside:avoid}}
`;
