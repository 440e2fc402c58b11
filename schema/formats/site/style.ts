/** The style sheet of a site: that of the HTML edition, and what is around its text. */
import { style } from '../html/style.js'

export const siteStyle = `${style.trimStart()}[hidden]{display:none!important}
.skip{position:absolute;left:-999px;top:8px;z-index:9;background:var(--paper);padding:8px 14px;border-radius:6px;font:500 14px/1.3 var(--sans)}
.skip:focus{left:8px}
.doc .edition{display:none}
.place{white-space:nowrap}
.top{display:flex;flex-wrap:wrap;align-items:center;gap:6px 22px;padding:13px 24px;background:var(--paper);border-bottom:1px solid var(--line);font:14px/1.35 var(--sans)}
.site{font:600 16px/1.3 var(--serif);max-width:26em}
.menu{display:flex;flex-wrap:wrap;gap:2px 4px;flex:1}
.menu a{padding:5px 9px;border-radius:6px;color:var(--quiet)}
.menu a:hover{color:var(--ink);background:var(--desk)}
.menu [aria-current]{color:var(--ink);font-weight:600}
.find{margin:0}
input[type=search],#card input,select{font:14px/1.3 var(--sans);color:var(--ink);background:var(--paper);border:1px solid var(--line);border-radius:7px;padding:7px 10px}
input:focus-visible,select:focus-visible,button:focus-visible,summary:focus-visible{outline:2px solid var(--blue);outline-offset:1px}
.find input{width:13em}
button{font:500 14px/1.3 var(--sans);color:var(--ink);background:var(--paper);border:1px solid var(--line);border-radius:7px;padding:7px 14px;cursor:pointer}
button:hover{border-color:var(--quiet)}
.bar{z-index:3}
.bar .marks{margin-left:14px;border-left-width:1px!important;border-radius:7px!important}
#v-marks:checked~.bar [for=v-marks]{color:var(--ink);border-color:var(--quiet)}
#v-marks:checked~.bar [for=v-marks]:before{content:"✓ "}
#v-marks:focus-visible~.bar [for=v-marks]{outline:2px solid var(--blue);outline-offset:2px}
#v-marks:not(:checked)~main ins:is(.t,.a){text-decoration:none!important}
#v-marks:not(:checked)~main .c[data-gone]:before{content:none!important}
#v-received:checked~.bar .marks,#v-all:checked~.bar .marks{visibility:hidden}
.index .sheet,.list .sheet{padding:44px 64px 48px;max-width:820px}
.list .front h1,.index .front h1{margin-bottom:.3em}
.list .front .to{color:inherit;text-decoration-thickness:1px}
.front+.list-of{border-top:0;margin-top:0}
.tools{font:14px/1.5 var(--sans);margin:16px 0 0}
.to{text-decoration:underline;text-decoration-color:var(--line);text-underline-offset:3px}
.contents{margin:-6px 0 26px;font:15px/1.5 var(--serif)}
.contents summary{font:500 14px/1.5 var(--sans);color:var(--quiet);cursor:pointer}
.contents ol{list-style:none;margin:8px 0 0;padding:0}
.contents li{margin:2px 0}
.l2{padding-left:1.2em}.l3{padding-left:2.4em}.l4{padding-left:3.6em}.l5{padding-left:4.8em}.l6{padding-left:6em}
.contents a:hover,.documents a:hover,.register a:hover{color:var(--rubric)}
.chunk{display:flow-root;position:relative;margin:0 -332px 0 -120px;padding:0 332px 0 120px}
.doc .sheet{max-width:1220px;padding:52px 348px 44px 128px}
.no{left:-54px}
.quotation .no{left:calc(-54px - 1.6em)}
.pb,#v-reading:checked~main p .pb,#v-reading:checked~main li .pb{display:inline;margin:0;font:11.5px/1.2 var(--sans);color:var(--faint);vertical-align:baseline;white-space:nowrap}
.pb:before,#v-reading:checked~main p .pb:before,#v-reading:checked~main li .pb:before{content:"|";border:0;margin:0 1px;color:var(--faint)}
.pb:after,#v-reading:checked~main p .pb:after,#v-reading:checked~main li .pb:after{content:none}
.pb .n{position:absolute;left:-112px;width:50px;text-align:right;margin-top:.3em;text-indent:0;font-variant-numeric:tabular-nums}
.chunk>.pb{display:block;height:0}
.chunk>.pb:before{content:none}
.chunk>.pb .n{left:8px}
.stamp{margin-right:-304px;max-width:256px;clear:right}
.side{float:right;clear:right;width:262px;margin:2px -304px 12px 0;padding-left:14px;border-left:2px solid var(--line);font:14px/1.45 var(--serif);text-indent:0;font-style:normal}
.side p,.side li,.side blockquote{margin:0 0 .3em!important;padding:0}
.side .mark,.note .mark{font:600 12px/1.4 var(--sans);color:var(--blue);margin-right:3px}
.side .lemma{font-style:italic}
.side .by{font-size:11.5px}
.side:target,.note:target{background:none;box-shadow:none;border-color:var(--blue)}
.side .close{display:none}
.side .to,.side .out{text-decoration:underline;text-decoration-color:var(--line)}
.ref{padding:2px}
.src{color:var(--blue)}
aside.note{font-size:16px;margin:0 0 .82em;padding-left:1.2em;border-left:2px solid var(--line)}
aside.note p{margin:0}
.note .back{min-width:0}
#v-received:checked~main .side{display:none}
.c{border-radius:2px}
.c:hover{background:var(--rubric-bg)}
#v-all:not(:checked)~main .c:has(.p){pointer-events:none}
#v-reading:checked~main ins:is(.t,.a):not(.new),#v-diplomatic:checked~main ins.t:not(.new){text-decoration:underline dotted 1.5px var(--rubric);text-underline-offset:4px}
#v-reading:checked~main .c[data-gone]:has(del:is(.t,.a)):before,#v-diplomatic:checked~main .c[data-gone]:has(del.t):before{content:"‸";color:var(--rubric);font-weight:600}
#card{position:absolute;z-index:5;background:var(--paper);border:1px solid var(--line);border-radius:9px;box-shadow:0 2px 6px #0002,0 10px 34px #0003;padding:12px 15px;font:13.5px/1.45 var(--sans);text-align:left}
#card p{margin:0 0 5px}
#card .readings{font:600 16px/1.35 var(--serif);overflow-wrap:anywhere}
#card .kind{color:var(--quiet)}
#card .go{margin:8px 0 0}
#card[role=tooltip] .go{display:none}
#card input{width:100%;margin:2px 0 8px}
.turns{display:flex;justify-content:space-between;gap:24px;margin-top:34px;font:15px/1.4 var(--serif)}
.turns a{max-width:47%}
.turns a:hover{color:var(--rubric)}
.turns span{display:block;font:500 12.5px/1.6 var(--sans);color:var(--quiet)}
.turns .next{text-align:right;margin-left:auto}
.colophon h2,.list h2,.index h2{font:600 17px/1.3 var(--serif);color:var(--ink);margin:1.6em 0 .5em}
.colophon h2{margin:.4em 0}
.colophon dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:.6em 0}
.colophon dd{margin:0;overflow-wrap:anywhere}
.citation{font:15px/1.5 var(--serif);color:var(--ink)}
.controls{display:flex;flex-wrap:wrap;gap:8px 18px;align-items:center;font:14px/1.4 var(--sans);color:var(--quiet);margin:0 0 8px}
.controls p{margin:0}
.documents,.register,.works,.found{list-style:none;margin:0;padding:0}
.documents>li,.register>li,.works>li,.found>li{padding:11px 0;border-top:1px solid var(--line)}
.documents>li:first-child,.register>li:first-child,.works>li:first-child,.found>li:first-child{border-top:0}
.documents p,.register p,.found p{margin:2px 0 0;font:14px/1.5 var(--sans)}
.title{font:600 18px/1.35 var(--serif)}
.register .where{list-style:none;margin:5px 0 0;padding:0 0 0 1em;font:14px/1.6 var(--sans)}
.register .in{color:var(--quiet);margin-right:6px}
.works li{padding-left:1.6em;text-indent:-1.6em}
.principles{display:grid;grid-template-columns:minmax(8em,max-content) 1fr;gap:8px 22px;font:16px/1.5 var(--serif)}
.principles dt{font-weight:600}
.principles dd{margin:0}
#search label{display:block;font:500 14px/1.5 var(--sans);color:var(--quiet);margin-bottom:5px}
#search input{width:100%;font-size:18px;padding:10px 13px}
#search p{font:13px/1.5 var(--sans);margin:6px 0 0}
#status{font:14px/1.5 var(--sans);color:var(--quiet);min-height:1.5em}
.found .context{font:16.5px/1.5 var(--serif);margin-top:4px}
.found .received{color:var(--quiet)}
.as{font:600 11px/1.5 var(--sans);border-radius:20px;padding:2px 9px;background:var(--violet-bg);color:var(--violet);white-space:nowrap}
.as:hover{text-decoration:underline}
mark{background:var(--rubric-bg);color:var(--rubric);font-weight:600;border-radius:3px;padding:0 1px}
@supports (content-visibility:auto){@media screen{.chunk{content-visibility:auto;contain-intrinsic-size:auto 2600px}}}
@media (max-width:1180px){.doc .sheet{max-width:860px;padding:44px 110px 40px 120px}.chunk{margin:0 -104px 0 -116px;padding:0 104px 0 116px}.chunk>.pb .n{left:4px}.stamp{margin-right:-92px;max-width:150px}
.side{display:none}
.side:target{display:block;position:fixed;z-index:6;left:0;right:0;bottom:0;width:auto;max-height:55vh;overflow:auto;margin:0;padding:18px max(22px,calc(50vw - 330px)) 20px;border:0;border-top:2px solid var(--blue);background:var(--paper);box-shadow:0 -6px 30px #0003;font-size:16.5px;float:none}
.side .close{display:inline-block;margin-left:10px;padding:4px 10px;border:1px solid var(--line);border-radius:6px;color:var(--ink)}
.chunk:has(.side:target){content-visibility:visible;contain:none}}
@media (max-width:600px){.top{padding:10px 14px;gap:6px 12px}.site{flex:1 1 100%;max-width:none}.menu{flex:1 1 100%;margin:0 -7px}.menu a{padding:6px 7px}.find,.find input{width:100%}.bar{flex-wrap:wrap}.bar .marks{margin-left:6px}.index .sheet,.list .sheet{padding:24px 18px 34px}.doc .sheet{padding:24px 16px 34px 42px}.chunk{margin:0 -16px 0 -42px;padding:0 16px 0 42px}.no,.quotation .no,.d2 .no,.d3 .no{left:-38px}.stamp{margin-right:0}
.pb .n{position:static;width:auto;margin:0}.pb .n:after{content:" "}.chunk>.pb{height:auto}.colophon dl,.principles{display:block}.principles dd{margin-bottom:10px}.colophon dt{margin-top:6px}}
@media (max-width:430px){.bar{font-size:11.8px}.bar label{padding:6px 6px}}
@media print{.top,.skip,.turns,.tools,#card,.controls,.contents{display:none}.doc .sheet{padding:0 58mm 0 16mm}.chunk{margin:0 -58mm 0 -16mm;padding:0 58mm 0 16mm}.side{display:block!important;position:static;width:50mm;margin-right:-56mm;font-size:8.5pt;break-inside:avoid;box-shadow:none;border-left:.5pt solid #bbb;padding:0 0 0 2mm;max-height:none}.side .close{display:none}.stamp{margin-right:-56mm}.pb .n{left:-16mm;width:12mm;font-size:7.5pt}.no{left:-10mm}.colophon h2{font-size:11pt}}
`
