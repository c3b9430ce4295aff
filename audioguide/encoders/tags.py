"""ID3v2.3: the title, the words and the chapters that a player shows. Pure: values in, bytes out."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from mutagen import id3 as frames

from audioguide.model.chapters import Chapter
from audioguide.model.session import Tags
from audioguide.model.timeline import Timeline
from audioguide.units import milliseconds

_UTF_16 = frames.Encoding.UTF16
"""What version 2.3 has for every script: UTF-8 came with 2.4, which fewer players read."""
_NO_OFFSET = 0xFFFF_FFFF
"""Says that a chapter is found by its time, not by its place in the file."""
_BY_TIME, _LYRICS = 2, 1
"""Of timed words: positions in milliseconds; what kind of words."""

_ISO_639 = """
aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak be:bel bg:bul bh:bih
bi:bis bm:bam bn:ben bo:bod br:bre bs:bos ca:cat ce:che ch:cha co:cos cr:cre cs:ces cu:chu cv:chv cy:cym da:dan
de:deu dv:div dz:dzo ee:ewe el:ell en:eng eo:epo es:spa et:est eu:eus fa:fas ff:ful fi:fin fj:fij fo:fao fr:fra
fy:fry ga:gle gd:gla gl:glg gn:grn gu:guj gv:glv ha:hau he:heb hi:hin ho:hmo hr:hrv ht:hat hu:hun hy:hye hz:her
ia:ina id:ind ie:ile ig:ibo ii:iii ik:ipk io:ido is:isl it:ita iu:iku ja:jpn jv:jav ka:kat kg:kon ki:kik kj:kua
kk:kaz kl:kal km:khm kn:kan ko:kor kr:kau ks:kas ku:kur kv:kom kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin
lo:lao lt:lit lu:lub lv:lav mg:mlg mh:mah mi:mri mk:mkd ml:mal mn:mon mr:mar ms:msa mt:mlt my:mya na:nau nb:nob
nd:nde ne:nep ng:ndo nl:nld nn:nno no:nor nr:nbl nv:nav ny:nya oc:oci oj:oji om:orm or:ori os:oss pa:pan pi:pli
pl:pol ps:pus pt:por qu:que rm:roh rn:run ro:ron ru:rus rw:kin sa:san sc:srd sd:snd se:sme sg:sag si:sin sk:slk
sl:slv sm:smo sn:sna so:som sq:sqi sr:srp ss:ssw st:sot su:sun sv:swe sw:swa ta:tam te:tel tg:tgk th:tha ti:tir
tk:tuk tl:tgl tn:tsn to:ton tr:tur ts:tso tt:tat tw:twi ty:tah ug:uig uk:ukr ur:urd uz:uzb ve:ven vi:vie vo:vol
wa:wln wo:wol xh:xho yi:yid yo:yor za:zha zh:zho zu:zul
"""
_THREE_LETTERS = dict(pair.split(":") for pair in _ISO_639.split())
"""ISO 639-1 to ISO 639-2, in the languages' own (T) form."""


def id3(tags: Tags, timeline: Timeline) -> bytes:
    """Return the tag that begins an MP3: its chapters in order, what is said when, and no spare room."""
    return _saved(write_id3(frames.ID3(), tags, timeline))


def id3_comment(comment: str) -> bytes:
    """Return the tag that begins an MP3 of which nothing but a comment is to be told."""
    tag = frames.ID3()
    tag.add(frames.COMM(encoding=_UTF_16, lang="und", desc="", text=comment))
    return _saved(tag)


def _saved(tag: frames.ID3) -> bytes:
    file = BytesIO()
    tag.save(file, v1=0, v2_version=3, padding=lambda _: 0)
    return file.getvalue()


def write_id3(tag: frames.ID3, tags: Tags, timeline: Timeline) -> frames.ID3:
    """Put everything into a tag of version 2.3, and return it."""
    language = iso_639_2(tags.language)
    tag.add(frames.TIT2(encoding=_UTF_16, text=tags.title))
    tag.add(frames.TPE1(encoding=_UTF_16, text=tags.artist))
    tag.add(frames.TALB(encoding=_UTF_16, text=tags.album))
    tag.add(frames.TRCK(encoding=_UTF_16, text="/".join(map(str, tags.track))))
    tag.add(frames.TCON(encoding=_UTF_16, text="Speech"))
    tag.add(frames.TLAN(encoding=_UTF_16, text=language))
    tag.add(frames.TLEN(encoding=_UTF_16, text=str(milliseconds(timeline.length))))
    tag.add(frames.TSSE(encoding=_UTF_16, text="audioguide"))
    tag.add(frames.COMM(encoding=_UTF_16, lang=language, desc="", text=tags.comment))
    if tags.date:
        tag.add(frames.TDRC(encoding=_UTF_16, text=tags.date))
    if tags.cover:
        front = frames.PictureType.COVER_FRONT
        # In Latin 1, as the description is empty: some players look for the picture right behind one zero.
        tag.add(frames.APIC(encoding=frames.Encoding.LATIN1, mime="image/png", type=front, desc="", data=tags.cover))
    if timeline.says:
        lines = [(say.text, milliseconds(say.start)) for say in timeline.says]
        words = "\n".join(text for text, _ in lines)
        tag.add(frames.USLT(encoding=_UTF_16, lang=language, desc="", text=words))
        tag.add(frames.SYLT(encoding=_UTF_16, lang=language, format=_BY_TIME, type=_LYRICS, desc="", text=lines))
    chapters = timeline.chapters
    names = _element_ids(chapters)
    for name, chapter in zip(names, chapters, strict=True):
        tag.add(
            frames.CHAP(
                element_id=name,
                start_time=milliseconds(chapter.start),
                end_time=milliseconds(chapter.end),
                start_offset=_NO_OFFSET,
                end_offset=_NO_OFFSET,
                sub_frames=[frames.TIT2(encoding=_UTF_16, text=chapter.title)],
            )
        )
    if chapters:
        in_order = frames.CTOCFlags.TOP_LEVEL | frames.CTOCFlags.ORDERED
        tag.add(frames.CTOC(element_id="chapters", flags=in_order, child_element_ids=list(names), sub_frames=[]))
    tag.update_to_v23()
    return tag


def iso_639_2(language: str) -> str:
    """Return the three letters for a language tag: ``eng`` for ``en`` or ``en-GB``, ``und`` for what has none."""
    primary = language.lower().replace("_", "-").split("-")[0]
    return primary if len(primary) == 3 else _THREE_LETTERS.get(primary, "und")


def _element_ids(chapters: Sequence[Chapter]) -> tuple[str, ...]:
    """Name the chapters so that their frames are equally long.

    mutagen writes frames by size and then by name, many players show chapters in the order in which they stand.
    """
    sizes = [len(chapter.title.encode("utf-16-le")) for chapter in chapters]
    longest = max(sizes, default=0)
    return tuple(f"{index:04d}".ljust(4 + longest - size, "-") for index, size in enumerate(sizes))
