"""Rules of each language for text normalization, and for splitting long sentences into phrases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from audioguide.speech import base_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The rules of one language."""

    joining: str
    """Conjunctions and the like: a long piece is preferably split before one of them."""
    leading: str
    """Prepositions and the like: second best."""
    decimal: str
    """The mark before a number's decimals; the other of comma and point stands between thousands."""
    to: str
    """Between two numbers: 3-8."""
    signs: Mapping[str, str]
    """Signs and their words."""
    units: Mapping[str, tuple[str, str]]
    """By abbreviation: the words for 1 of it, number included, and the plural that follows any other number."""
    fractions: tuple[str, str, str]
    """A quarter, a half, three quarters."""
    ordinals: str = ""
    """Suffixes of ordinal numbers, as a regular expression: ``st|nd|rd|th``."""
    short: Mapping[str, str]
    """Abbreviations, in lower case, and their words."""


LANGUAGES: Mapping[str, Language] = {
    "en": Language(
        joining="and but then so until while like when where because if which before after without giving",
        leading="or as with from to into onto towards around round over under across along through "
        "down up below above between beside behind in on at off",
        decimal=".",
        to="to",
        signs={"&": "and", "+": "plus", "=": "is", "/": "or"},
        units={
            "x": ("once", "times"),
            "%": ("one percent", "percent"),
            "°C": ("one degree", "degrees"),
            "°": ("one degree", "degrees"),
            "mm": ("one millimetre", "millimetres"),
            "cm": ("one centimetre", "centimetres"),
            "ml": ("one millilitre", "millilitres"),
            "s": ("one second", "seconds"),
            "sec": ("one second", "seconds"),
            "min": ("one minute", "minutes"),
            "h": ("one hour", "hours"),
        },
        fractions=("one quarter", "one half", "three quarters"),
        ordinals="st|nd|rd|th",
        short={
            "and/or": "or",
            "e.g.": "for example",
            "i.e.": "that is",
            "approx.": "about",
            "etc.": "and so on",
            "dr.": "doctor",
            "mins": "minutes",
            "secs": "seconds",
            "vs.": "versus",
        },
    ),
    "de": Language(
        joining="und aber dann als wie bis während bevor wo wenn weil dass damit sodass ohne",
        leading="oder mit von vom zu zum zur in im auf an am über unter um durch entlang nach vor "
        "hinter neben zwischen",
        decimal=",",
        to="bis",
        signs={"&": "und", "+": "plus", "=": "ist", "/": "oder"},
        units={
            "x": ("einmal", "mal"),
            "%": ("ein Prozent", "Prozent"),
            "°C": ("ein Grad", "Grad"),
            "°": ("ein Grad", "Grad"),
            "mm": ("ein Millimeter", "Millimeter"),
            "cm": ("ein Zentimeter", "Zentimeter"),
            "ml": ("ein Milliliter", "Milliliter"),
            "s": ("eine Sekunde", "Sekunden"),
            "min": ("eine Minute", "Minuten"),
            "h": ("eine Stunde", "Stunden"),
        },
        fractions=("ein viertel", "ein halb", "drei viertel"),
        short={
            "und/oder": "oder",
            "z.b.": "zum Beispiel",
            "z. b.": "zum Beispiel",
            "d.h.": "das heißt",
            "d. h.": "das heißt",
            "u.a.": "unter anderem",
            "dr.": "Doktor",
            "ca.": "etwa",
            "usw.": "und so weiter",
            "bzw.": "oder",
        },
    ),
    "es": Language(
        joining="y e pero luego como mientras cuando donde porque si que antes después sin",
        leading="o u con de del desde a al hacia hasta en por para sobre bajo entre",
        decimal=",",
        to="a",
        signs={"&": "y", "+": "más", "=": "es", "/": "o"},
        units={
            "x": ("una vez", "veces"),
            "%": ("uno por ciento", "por ciento"),
            "°C": ("un grado", "grados"),
            "°": ("un grado", "grados"),
            "cm": ("un centímetro", "centímetros"),
            "ml": ("un mililitro", "mililitros"),
            "s": ("un segundo", "segundos"),
            "min": ("un minuto", "minutos"),
            "h": ("una hora", "horas"),
        },
        fractions=("un cuarto", "medio", "tres cuartos"),
        ordinals="º",
        short={
            "y/o": "o",
            "p.ej.": "por ejemplo",
            "aprox.": "cerca de",
            "etc.": "etcétera",
            "dr.": "doctor",
            "dra.": "doctora",
        },
    ),
    "fr": Language(
        joining="et mais puis comme pendant quand où car si avant après sans",
        leading="ou avec depuis à au aux vers jusque dans en par pour sur sous entre",
        decimal=",",
        to="à",
        signs={"&": "et", "+": "plus", "=": "égale", "/": "ou"},
        units={
            "x": ("une fois", "fois"),
            "%": ("un pour cent", "pour cent"),
            "°C": ("un degré", "degrés"),
            "°": ("un degré", "degrés"),
            "cm": ("un centimètre", "centimètres"),
            "ml": ("un millilitre", "millilitres"),
            "s": ("une seconde", "secondes"),
            "min": ("une minute", "minutes"),
            "h": ("une heure", "heures"),
        },
        fractions=("un quart", "un demi", "trois quarts"),
        ordinals="er|ème|e",
        short={"et/ou": "ou", "p.ex.": "par exemple", "env.": "environ", "etc.": "et cetera", "dr": "docteur"},
    ),
    "it": Language(
        joining="e ed ma poi come mentre quando dove perché se che prima dopo senza",
        leading="o con di del della da dal dalla a al alla verso fino in nel nella per su sul sulla sotto tra fra",
        decimal=",",
        to="a",
        signs={"&": "e", "+": "più", "=": "è", "/": "o"},
        units={
            "x": ("una volta", "volte"),
            "%": ("uno per cento", "per cento"),
            "°C": ("un grado", "gradi"),
            "°": ("un grado", "gradi"),
            "cm": ("un centimetro", "centimetri"),
            "ml": ("un millilitro", "millilitri"),
            "s": ("un secondo", "secondi"),
            "min": ("un minuto", "minuti"),
            "h": ("un'ora", "ore"),
        },
        fractions=("un quarto", "mezzo", "tre quarti"),
        ordinals="º",
        short={"e/o": "o", "p.es.": "per esempio", "ecc.": "eccetera", "ca.": "circa"},
    ),
    "pt": Language(
        joining="e mas depois como enquanto quando onde porque se que antes sem",
        leading="ou com de do da desde a ao à até em no na por pelo pela para sobre sob entre",
        decimal=",",
        to="a",
        signs={"&": "e", "+": "mais", "=": "é", "/": "ou"},
        units={
            "x": ("uma vez", "vezes"),
            "%": ("um por cento", "por cento"),
            "°C": ("um grau", "graus"),
            "°": ("um grau", "graus"),
            "cm": ("um centímetro", "centímetros"),
            "ml": ("um mililitro", "mililitros"),
            "s": ("um segundo", "segundos"),
            "min": ("um minuto", "minutos"),
            "h": ("uma hora", "horas"),
        },
        fractions=("um quarto", "meio", "três quartos"),
        ordinals="º",
        short={"e/ou": "ou", "p.ex.": "por exemplo", "etc.": "etcétera"},
    ),
    "nl": Language(
        joining="en maar dan als terwijl wanneer waar omdat dat zodat voordat zonder",
        leading="of met van naar tot in op aan over onder om rond door langs voor na achter naast tussen",
        decimal=",",
        to="tot",
        signs={"&": "en", "+": "plus", "=": "is", "/": "of"},
        units={
            "x": ("één keer", "keer"),
            "%": ("één procent", "procent"),
            "°C": ("één graad", "graden"),
            "°": ("één graad", "graden"),
            "cm": ("één centimeter", "centimeter"),
            "ml": ("één milliliter", "milliliter"),
            "s": ("één seconde", "seconden"),
            "min": ("één minuut", "minuten"),
            "h": ("één uur", "uur"),
        },
        fractions=("een kwart", "een half", "drie kwart"),
        ordinals="ste|de|e",
        short={
            "en/of": "of",
            "bijv.": "bijvoorbeeld",
            "d.w.z.": "dat wil zeggen",
            "ca.": "ongeveer",
            "enz.": "enzovoort",
        },
    ),
}

PLAIN = Language(joining="", leading="", decimal=".", to="-", signs={}, units={}, fractions=("¼", "½", "¾"), short={})
"""Any language that is not in the table: numbers and signs are left to the engine."""


def language_rules(language: str) -> Language:
    """Return the rules of a language; of ``pt-BR`` those of ``pt``."""
    return LANGUAGES.get(base_language(language), PLAIN)
