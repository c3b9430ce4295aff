"""How a page of cards looks: on a phone, on a wide screen, by day and by night, and printed."""

from __future__ import annotations

from audioguide.pictures.cards.picture import GROUND
from audioguide.pictures.fonts import STACK

STYLE = f"""
:root {{ color-scheme: light dark; --ink: #3b2d27; --soft: #6b4f3e; --paper: #fbf3ea; --card: #fff; --line: #e6cdb9;
  --often: #0b5a62; --ground: {GROUND}; --bright: 1; }}
@media screen and (prefers-color-scheme: dark) {{ :root {{ --ink: #f4ebe2; --soft: #cbb9ad; --paper: #1f1a1b;
  --card: #2b2423; --line: #463935; --often: #8fd3d6; --bright: .86; }} }}
* {{ box-sizing: border-box; }}
body {{ margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.45 {STACK}; overflow-wrap: anywhere; }}
header p {{ max-width: 46rem; color: var(--soft); margin: .4rem 0; }}
h1 {{ font-size: 1.9rem; line-height: 1.2; margin: .4rem 0; }}
h2 {{ font-size: 1.4rem; margin: 2rem 0 .8rem; }}
h3 {{ font-size: 1.15rem; line-height: 1.25; margin: 0; }}
.cards {{ display: flex; flex-wrap: wrap; gap: 1rem; }}
.card {{ flex: 1 1 19rem; container-type: inline-size; display: flex; break-inside: avoid; }}
article {{ flex: 1; display: grid; grid-template: "name" auto "picture" auto "words" 1fr / 100%;
  background: var(--card); border: 1px solid var(--line); border-radius: 1rem; overflow: hidden; }}
h3 {{ grid-area: name; padding: .8rem 1rem .7rem; }}
figure {{ grid-area: picture; margin: 0; background: var(--ground); filter: brightness(var(--bright)); }}
figure svg {{ display: block; width: 100%; height: auto; max-height: 70vh; }}
figcaption {{ padding: .2rem 1rem .4rem; font-size: .85rem; color: #5f4536; text-align: center; }}
.words {{ grid-area: words; display: flex; flex-direction: column; gap: .5rem; padding: .8rem 1rem 1rem; }}
@container (min-width: 33rem) {{
  article {{ grid-template: "picture name" auto "picture words" 1fr / 54% 46%; }}
  h3 {{ font-size: 1.35rem; padding: 1.1rem 1.3rem 0; }} .words {{ padding: .6rem 1.3rem 1.2rem; }}
  figure {{ align-self: start; margin: 1rem 0 1rem 1rem; border-radius: .8rem; overflow: hidden; }}
}}
p {{ margin: 0; }} .cue {{ font-weight: 700; font-size: 1.06rem; }}
.often {{ font-size: .92rem; color: var(--soft); }} .often b {{ color: var(--often); }}
.dot {{ display: inline-block; width: .7em; height: .7em; margin-right: .3em; border-radius: 50%;
  background: var(--dot); border: 1px solid #fff; }}
.other {{ margin-left: .9em; }} .other .dot {{ opacity: .4; }}
.note {{ font-size: .92rem; color: var(--soft); }}
.caution {{ font-size: .95rem; border-top: 1px solid var(--line); padding-top: .5rem; }}
@page {{ margin: 11mm; }}
@media print {{
  html {{ font-size: 7.8pt; }} body {{ padding: 0; max-width: none; background: #fff; }}
  * {{ print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
  h2 {{ margin: 3mm 0 2mm; break-after: avoid; }}
  .cards {{ display: grid; grid-template-columns: 1fr 1fr; gap: 3mm; }}
  .card {{ container-type: normal; }} article {{ border-radius: 3mm; }}
  h3 {{ padding: 2mm 3mm 1.5mm; }} .words {{ gap: 1mm; padding: 1.8mm 3mm 2mm; }}
  figure svg {{ height: 30mm; }} figcaption {{ padding: 0 0 .8mm; }}
}}
"""
