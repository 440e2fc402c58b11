/** The style sheet of the book. Sizes are relative, the text's font and colours are the reader's: colours of our own are few,
 * and have a form for dark pages. */
export const style = `@namespace epub "http://www.idpf.org/2007/ops";
html{color-scheme:light dark;-epub-hyphens:auto;hyphens:auto}
body{margin:0 4%;line-height:1.5;overflow-wrap:break-word;widows:2;orphans:2}
h1,h2,h3,h4,h5,h6{line-height:1.25;font-weight:600;margin:1.6em 0 .6em;break-after:avoid;page-break-after:avoid;hyphens:none;-epub-hyphens:none;text-align:left}
h1{font-size:1.6em}h2{font-size:1.4em}h3{font-size:1.22em}h4{font-size:1.1em}h5,h6{font-size:1em}
h6{font-style:italic}
p{margin:0}
a{color:inherit;text-decoration:none}
.text p{margin:0 0 .5em}
.paragraph+.paragraph{text-indent:0}
.no{font-size:.68em;opacity:.6;margin-right:.7em;font-style:normal;font-weight:400;text-indent:0;font-variant-numeric:tabular-nums}
.heading .no{font-size:.55em}
.pb{font-size:.72em;opacity:.6;font-style:normal;font-weight:400;white-space:nowrap;margin:0 .25em}
.speech{margin-left:1.4em!important;text-indent:-1.4em}
.speech.goes-on{text-indent:0}
.s-speaker{font-variant:small-caps;font-weight:600;letter-spacing:.02em}
.stage{font-style:italic;margin-left:1.4em!important}
.s-stage{font-style:italic}
.quotation{margin:.4em 1.6em .8em}
.quotation p{margin:0}
.verse{margin-left:1.6em!important;text-align:left;hyphens:none;-epub-hyphens:none}
.list{list-style:none;margin:0 0 .5em;padding:0}
.item{margin:0 0 .3em 2em;text-indent:-2em}
.item>*{text-indent:0}
.s-marker{display:inline-block;min-width:1.6em;text-indent:0}
.d2{margin-left:3.6em}.d3{margin-left:5.2em}.d4,.d5,.d6{margin-left:6.8em}
.table{border-collapse:collapse;margin:.6em 0 1em;font-size:.9em;line-height:1.35;max-width:100%}
.table td,.table th{border:1px solid;border-color:rgba(128,128,128,.5);padding:.25em .55em;vertical-align:top;text-align:left;font-weight:400;text-indent:0}
.table th{font-weight:600}
.table p{margin:0;text-indent:0}
.dateline,.signature{text-align:right}
.signature{font-style:italic}
.salutation{margin-top:.6em}
.rule{text-align:center;opacity:.6}
.label{font-size:.85em;font-weight:600;letter-spacing:.03em}
.metadata{font-size:.9em}
.stamp{display:inline-block;border:1.5px solid #6b4fa0;color:#5b3f86;font:600 .75em/1.3 monospace;padding:.1em .5em;border-radius:.3em;text-indent:0;margin:.1em .3em}
.stamp-line{text-align:right}
.catch{display:block;text-align:right;font-style:italic;font-size:.9em;opacity:.7;text-indent:0}
.s-unclear{border-bottom:1px dotted}
.s-add{text-decoration:underline}
.s-del{text-decoration:line-through}
.s-subst{border-bottom:2px solid}
.s-gap{opacity:.6}
.m-gap::before{content:"[…]";opacity:.6}
.s-sic,.s-editorial{opacity:.75}
ins{text-decoration:none}
.t,.a{border-bottom:1px dotted;border-color:rgba(128,128,128,.8)}
ins.new{display:block;height:.6em;border:0}
del.t,del.a,del.p{text-decoration:line-through;color:#a3271d;border:0}
ins.p{border-bottom:1px dashed #23643f;color:#23643f}
.ref{font-size:.72em;line-height:1;vertical-align:super;color:#1f4f8f;padding:0 .12em;text-indent:0;font-weight:600;font-style:normal}
.src{color:#1f4f8f}
.notes{margin-top:2.5em;border-top:1px solid;border-color:rgba(128,128,128,.5);padding-top:.4em}
.notes h2{font-size:1em}
.notes ul{list-style:none;margin:0;padding:0}
.note{font-size:.88em;line-height:1.42;margin:0 0 .7em}
.note p{margin:0 0 .2em;text-indent:0}
.note .mark{color:#1f4f8f;font-weight:600;margin-right:.35em}
.note .lemma{font-style:italic}
.back{color:#1f4f8f}
.by{font-size:.85em;opacity:.7}
.in-note{margin:.2em 0;padding-left:1.6em}
.note blockquote{margin:.2em 1.4em}
.titlepage{margin-top:12%}
.front h1{font-size:1.9em;margin:.3em 0 .9em}
.edition{font-size:.85em;letter-spacing:.08em;text-transform:uppercase;color:#a3271d}
.about{border-collapse:collapse;font-size:.85em;line-height:1.45}
.about th{text-align:left;font-weight:400;opacity:.7;padding:.15em 1em .15em 0;vertical-align:top}
.about td{padding:.15em 0;vertical-align:top}
.people{margin-top:1.2em;font-size:.9em}
.people h2{font-size:1em;margin:0}
.people ul{list-style:none;margin:0;padding:0}
.which{font-style:italic;margin:1.6em 0}
.quiet{opacity:.7;font-weight:400}
.colophon{font-size:.8em;line-height:1.45;opacity:.75;margin-top:2em}
.colophon code{font-size:.85em;overflow-wrap:anywhere}
.list-of{margin-bottom:1.6em}
.list-of h2{font-size:1.2em}
.list-of ul{list-style:none;margin:0;padding:0}
.list-of li{margin:0 0 .55em;text-indent:-1em;padding-left:1em}
.list-of li>*{text-indent:0}
.list-of li p{margin:0}
.place,.to,.out{color:#1f4f8f}
.place,.page{font-size:.85em}
.tag{font-size:.75em;opacity:.75}
.printed .lemma{font-weight:600}
nav ol{list-style:none;margin:0;padding:0}
nav ol ol{padding-left:1.3em}
nav li{margin:.25em 0}
@media (prefers-color-scheme:dark){
.edition,del.t,del.a,del.p{color:#f0907f}
ins.p{color:#8fd0a8;border-color:#8fd0a8}
.ref,.src,.back,.note .mark,.place,.to,.out{color:#9cc1f2}
.stamp{color:#c3a9ec;border-color:#c3a9ec}
}
`
