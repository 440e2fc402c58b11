/** The style sheet of the HTML edition. */

export const style = `
:root{--desk:#efece4;--paper:#fdfcf8;--ink:#1f1c17;--quiet:#6d675c;--faint:#766f61;--line:#ddd7ca;--rubric:#a3271d;--rubric-bg:#fbeae6;--blue:#1f4f8f;--blue-bg:#e8eff8;--green:#23643f;--green-bg:#e5f1e9;--violet:#5b3f86;--violet-bg:#f6f2fb;--serif:"Source Serif 4 Variable","Source Serif 4","Source Serif Pro","Iowan Old Style",Charter,Georgia,"DejaVu Serif",serif;--sans:Inter,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--desk:#161513;--paper:#1e1c19;--ink:#e9e4d8;--quiet:#a9a192;--faint:#8d8577;--line:#3a362f;--rubric:#f0907f;--rubric-bg:#3a201c;--blue:#9cc1f2;--blue-bg:#1d2a3b;--green:#8fd0a8;--green-bg:#1b3325;--violet:#c3a9ec;--violet-bg:#2a2236}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:64px}
body{margin:0;background:var(--desk);color:var(--ink);font:18px/1.62 var(--serif);overflow-wrap:break-word}
.choice{position:absolute;opacity:0;width:1px;height:1px;pointer-events:none}
.bar{position:sticky;top:0;z-index:2;display:flex;justify-content:center;gap:0;padding:9px 12px;background:var(--paper);border-bottom:1px solid var(--line);font:500 13.5px/1.3 var(--sans)}
.bar label{padding:6px 13px;border:1px solid var(--line);border-left-width:0;color:var(--quiet);cursor:pointer;white-space:nowrap}
.bar label:first-child{border-left-width:1px;border-radius:7px 0 0 7px}
.bar label:last-child{border-radius:0 7px 7px 0}
.bar label:hover{color:var(--ink)}
#v-reading:checked~.bar [for=v-reading],#v-diplomatic:checked~.bar [for=v-diplomatic],#v-received:checked~.bar [for=v-received],#v-all:checked~.bar [for=v-all]{background:var(--ink);border-color:var(--ink);color:var(--paper)}
#v-reading:focus-visible~.bar [for=v-reading],#v-diplomatic:focus-visible~.bar [for=v-diplomatic],#v-received:focus-visible~.bar [for=v-received],#v-all:focus-visible~.bar [for=v-all]{outline:2px solid var(--blue);outline-offset:2px}
.sheet{max-width:860px;margin:26px auto 60px;padding:52px 118px 44px 104px;background:var(--paper);border-radius:3px;box-shadow:0 1px 2px #0001,0 8px 28px #0000000f}
h1,h2,h3,h4,h5,h6{line-height:1.28;font-weight:600;text-wrap:balance}
a{color:inherit;text-decoration:none}
a:focus-visible{outline:2px solid var(--blue);outline-offset:2px;border-radius:2px}
.quiet{color:var(--quiet);font-weight:400}
.front{border-bottom:1px solid var(--line);padding-bottom:22px;margin-bottom:24px}
.front h1{font-size:27px;margin:.1em 0 .55em}
.front h1.again,.list .front h1.again{font:500 14px/1.5 var(--sans);color:var(--quiet);margin:.2em 0 .7em}
.edition{font:600 12.5px/1.4 var(--sans);letter-spacing:.06em;text-transform:uppercase;color:var(--rubric);margin:0}
.about{border-collapse:collapse;font:14px/1.5 var(--sans);width:100%}
.about th{text-align:left;font-weight:500;color:var(--quiet);padding:3px 18px 3px 0;vertical-align:top;white-space:nowrap;width:1%}
.about td{padding:3px 0;vertical-align:top;overflow-wrap:anywhere}
.out{text-decoration:underline;text-decoration-color:var(--line);text-underline-offset:3px}
.people{font:14px/1.5 var(--sans);margin-top:14px;display:flex;gap:18px;align-items:baseline;flex-wrap:wrap}
.people h2{font:500 14px/1.5 var(--sans);color:var(--quiet);margin:0}
.people ul{display:flex;flex-wrap:wrap;gap:2px 20px;list-style:none;margin:0;padding:0}
.which{display:none;font:italic 15px/1.5 var(--serif);color:var(--quiet);margin:0 0 24px}
#v-reading:checked~main .w-reading,#v-diplomatic:checked~main .w-diplomatic,#v-received:checked~main .w-received,#v-all:checked~main .w-all{display:block}
.text{position:relative;display:flow-root}
.text p,.text li,.text blockquote{margin:0 0 .82em;position:relative}
.text blockquote p{margin:0}
.no{position:absolute;left:-58px;top:.42em;width:38px;text-align:right;font:11.5px/1.2 var(--sans);color:var(--faint);font-style:normal;text-indent:0;letter-spacing:0}
.no:hover,.place:hover,.back:hover{color:var(--rubric)}
.heading{position:relative;margin:1.5em 0 .7em;break-after:avoid}
.text>.heading:first-child{margin-top:0}
h2.heading{font-size:25px}h3.heading{font-size:22px}h4.heading{font-size:20px}h5.heading{font-size:18.5px}h6.heading{font-size:18px;font-style:italic}
.speech{padding-left:1.6em;text-indent:-1.6em}
.speech.goes-on{text-indent:0}
.s-speaker{font-weight:600}
.stage{font-style:italic;color:var(--quiet);padding-left:1.6em}
.quotation{margin-left:1.6em!important;margin-right:1.6em!important}
.quotation .no{left:calc(-58px - 1.6em)}
.verse,.quotation p{text-indent:0}
.verse{padding-left:1.6em}
.list{list-style:none;margin:0;padding:0}
.item{padding-left:2.1em;text-indent:-2.1em}
.item>*{text-indent:0}
.s-marker{display:inline-block;min-width:1.7em;color:var(--ink)}
.d2{margin-left:2em!important}.d3{margin-left:4em!important}.d4{margin-left:6em!important}.d5{margin-left:8em!important}.d6{margin-left:10em!important}
.d2 .no{left:calc(-58px - 2em)}.d3 .no{left:calc(-58px - 4em)}.d4 .no{left:calc(-58px - 6em)}.d5 .no{left:calc(-58px - 8em)}.d6 .no{left:calc(-58px - 10em)}
.dateline,.signature{text-align:right}
.signature{font-style:italic}
.rule{text-align:center;color:var(--quiet);letter-spacing:.1em}
.label{font:600 13.5px/1.6 var(--sans);color:var(--quiet);margin-bottom:.1em!important}
.metadata{font-size:16px;line-height:1.5}
.s-unclear{border-bottom:1px dotted var(--faint)}
.s-add{color:var(--blue);text-decoration:underline}
.s-del{text-decoration:line-through double;color:var(--quiet)}
.s-subst{border-bottom:2px solid var(--blue)}
.s-subst[data-before]:before{content:"⟦" attr(data-before) "⟧";color:var(--quiet);font-size:.85em}
.s-gap{color:var(--quiet)}
.m-gap:before{content:"[…]";color:var(--quiet)}
.printed li{padding:2px 0;border:0}
.printed .lemma{font-weight:600}
.s-note-ref{font-size:.72em;vertical-align:super;line-height:0}
.text :is(sup,sub){font-size:.75em;line-height:0}
.s-sic,.s-editorial{color:var(--quiet)}
.note{font-size:16px}
.table{border-collapse:collapse;margin:0 0 .82em;font-size:16px;line-height:1.45;display:block;overflow-x:auto}
.table td,.table th{border:1px solid var(--line);padding:4px 10px;vertical-align:top;text-align:left;font-weight:400}
.table th{font-weight:600}
.table td p,.table th p{margin:0;text-indent:0;padding:0}
.pb{display:flex;align-items:center;gap:10px;margin:.5em -20px .7em -58px;color:var(--quiet);font:11.5px/1.4 var(--sans);font-style:normal;text-indent:0;text-align:center}
.pb:before,.pb:after{content:"";flex:1;border-top:1px dashed var(--line)}
.catch{display:block;font-style:italic;font-size:16px;color:var(--quiet);text-indent:0}
.catch-line,.stamp-line{margin-bottom:0!important}
.stamp{float:right;clear:right;margin:2px -92px 2px 14px;max-width:150px;border:1.5px solid var(--violet);color:var(--violet);background:var(--violet-bg);font:600 12.5px/1.25 "Courier New",Courier,monospace;padding:4px 9px;border-radius:4px;transform:rotate(-2deg);text-indent:0;font-style:normal}
.catch+.stamp,.catch-line+.stamp-line .stamp{margin-top:-1.75em}
.stamp-line{min-height:1px}
del,ins{text-decoration:none}
.new{display:block;height:.8em}
.noted{text-decoration:underline;text-decoration-color:var(--blue);text-decoration-thickness:1px;text-underline-offset:4px;text-decoration-skip-ink:none}
.ref{font:600 11px/1 var(--sans);color:var(--blue);vertical-align:super;padding:0 1px;text-indent:0}
:target{background:var(--blue-bg);box-shadow:0 0 0 4px var(--blue-bg);border-radius:2px}
.at{scroll-margin-top:110px}
.at:target+.c{outline:2px solid var(--rubric);outline-offset:2px;border-radius:3px}
#v-reading:checked~main :is(del.t,del.a,ins.p,.stamp-line,.catch-line,.stamp,.catch,.e-reading),#v-diplomatic:checked~main :is(del.t,ins.a,ins.p,.e-diplomatic),#v-received:checked~main :is(ins.t,ins.a,ins.p,.ref,.e-received){display:none}
#v-received:checked~main .noted{text-decoration:none}
#v-reading:checked~main ins:is(.t,.a):not(.new),#v-diplomatic:checked~main ins.t:not(.new){text-decoration:underline dotted 1px var(--faint);text-underline-offset:4px}
#v-reading:checked~main p .pb,#v-reading:checked~main li .pb{display:inline;margin:0;font-size:10.5px;color:var(--faint);vertical-align:super;white-space:nowrap}
#v-reading:checked~main p .pb:before,#v-reading:checked~main li .pb:before{content:"|";border:0;margin-right:1px}
#v-reading:checked~main p .pb:after,#v-reading:checked~main li .pb:after{content:" ";border:0}
#v-all:checked~main del:is(.t,.a,.p){color:var(--rubric);background:var(--rubric-bg);text-decoration:line-through 1px;border-radius:3px 0 0 3px;padding:0 1px}
#v-all:checked~main ins:is(.t,.a,.p):not(.new){color:var(--green);background:var(--green-bg);border-bottom:1.5px solid var(--green);border-radius:0 3px 3px 0;padding:0 1px}
#v-all:checked~main ins.p:not(.new){border-bottom-style:dashed}
.list-of{border-top:1px solid var(--line);margin-top:34px;padding-top:4px;font:15px/1.5 var(--serif)}
.list-of h2{font:600 19px/1.3 var(--serif);margin:.9em 0 .6em}
.list-of ul{list-style:none;margin:0;padding:0}
.list-of li{padding:8px 0;border-top:1px solid var(--line)}
.list-of li:first-child{border-top:0}
.list-of p{margin:3px 0 0}
.place{font:600 12.5px/1.4 var(--sans);color:var(--blue)}
.page{font:12.5px/1.4 var(--sans);color:var(--quiet)}
.back{display:inline-block;min-width:1.6em;font:600 12.5px/1.4 var(--sans);color:var(--blue)}
.app{font-size:17px;margin:0 4px}
.in-note{margin:.2em 0;padding-left:1.5em}
.list-of .in-note li{margin:0;padding:0;border:0}
.list-of blockquote{margin:.2em 1.4em;color:var(--quiet)}
.to{color:var(--blue)}
.to:hover{text-decoration:underline}
.br{color:var(--quiet)}
.tag{font:600 11px/1.5 var(--sans);border-radius:20px;padding:1px 8px;background:var(--blue-bg);color:var(--blue);white-space:nowrap}
.k-emendation,.k-surplus{background:var(--rubric-bg);color:var(--rubric)}
.k-supplied,.k-expansion{background:var(--green-bg);color:var(--green)}
.k-regularization{background:var(--violet-bg);color:var(--violet)}
.by{font:12.5px/1.45 var(--sans);color:var(--quiet)}
.colophon{border-top:1px solid var(--line);margin-top:34px;padding-top:10px;font:12.5px/1.5 var(--sans);color:var(--quiet)}
.colophon code{font-size:11.5px;overflow-wrap:anywhere}
@media (max-width:900px){.sheet{padding:40px 92px 36px 74px;margin:0 auto}.no{left:-50px}.stamp{margin-right:-78px}.pb{margin-left:-50px}}
@media (max-width:600px){html{scroll-padding-top:56px}body{font-size:17px;background:var(--paper)}.bar{padding:7px 6px;font-size:12.5px}.bar label{padding:6px 8px}.sheet{padding:24px 16px 30px 40px;box-shadow:none}.no,.quotation .no,.d2 .no,.d3 .no,.d4 .no,.d5 .no,.d6 .no{left:-36px;width:28px;font-size:10.5px}.quotation .no{left:calc(-36px - .9em)}.d2 .no{left:calc(-36px - .8em)}.d3 .no{left:calc(-36px - 1.6em)}.quotation{margin-left:.9em!important;margin-right:0!important}.d2{margin-left:.8em!important}.d3{margin-left:1.6em!important}.d4,.d5,.d6{margin-left:2.2em!important}.stamp{margin-right:0}.pb{margin-left:-30px;margin-right:0}.front h1:not(.again){font-size:25px}.about,.about tbody,.about tr,.about th,.about td{display:block}.about th{padding:6px 0 0;width:auto}h2.heading{font-size:22px}h3.heading{font-size:20px}}
@media print{@page{margin:22mm 20mm 24mm 24mm;@bottom-center{content:counter(page);font:9pt serif}}:root{--desk:#fff;--paper:#fff;--ink:#000;--quiet:#444;--faint:#666;--line:#bbb;--rubric:#7a1d15;--rubric-bg:#fff;--blue:#222;--blue-bg:#fff;--green:#1d4f33;--green-bg:#fff;--violet:#444;--violet-bg:#fff;color-scheme:light}body{font-size:11pt;line-height:1.45;background:#fff}.bar,.choice{display:none}.sheet{max-width:none;margin:0;padding:0 22mm 0 13mm;box-shadow:none}.no{left:-13mm;width:9mm;font-size:7.5pt}.pb{margin-left:-13mm;margin-right:0;font-size:8pt;break-after:avoid}.stamp{margin-right:-21mm;font-size:8.5pt;max-width:34mm}.front h1:not(.again){font-size:20pt}.heading,.list-of h2{break-after:avoid}.list-of{font-size:10pt;break-before:auto}.list-of li,.stamp-line,.about tr{break-inside:avoid}.list-of .app{font-size:11pt}.text p,.text li{orphans:3;widows:3}.by,.place,.page,.back,.colophon,.about,.people{font-size:8.5pt}.tag{border:.5pt solid #999;font-size:7.5pt}:target{background:none;box-shadow:none}.out{text-decoration:none}}
`
