"""What is written becomes what is said, in phrases with pauses."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.speech.languages import LANGUAGES
from audioguide.speech.text import normalize, phonemes, phrases


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Do it 3x.", "Do it three times."),
        ("1x each side", "once each side"),
        ("3-8 times", "three to eight times"),
        ("3 – 8 times", "three to eight times"),  # noqa: RUF001 - authors type en dashes
        ("about 10 s, then 1 min", "about ten seconds, then one minute"),
        ("1.5 cm & 20%", "one point five centimetres and twenty percent"),
        ("38 °C or more", "thirty-eight degrees or more"),
        ("1,250 babies", "one thousand two hundred and fifty babies"),
        ("the 2nd toe", "the second toe"),
        ("rub, e.g. the feet", "rub, for example the feet"),
        ("mother/father", "mother or father"),
        ("arms and/or legs", "arms or legs"),
        ("I-L-U", "I, L, U"),
        ("mid-forehead", "mid-forehead"),
        ("Tummy circles (the clock).", "Tummy circles, the clock."),
        ("a “soft” *press*...", "a soft press…"),
        ("your baby’s leg", "your baby's leg"),  # noqa: RUF001 - authors type apostrophes
        ("slowly \n\t and   softly ", "slowly and softly"),
        ("Well done 🎉!", "Well done!"),
        ("at 7:30, or 19:00", "at seven thirty, or nineteen"),
        ("1/2 hour, ¾ full, 1½ cups", "one half hour, three quarters full, one and one half cups"),
        ("10 mins vs. 20 secs", "ten minutes versus twenty seconds"),
        ("9" * 400, " ".join(["nine"] * 400)),
        ("version 1.2.3", "version one two three"),
    ],
)
def test_signs_are_written_out(written: str, spoken: str) -> None:
    assert normalize(written, "en", {}) == spoken


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("de", "3x, je 1,5 cm", "drei mal, je eins Komma fünf Zentimeter"),
        ("de", "1x mit ca. 1.000 Küssen", "einmal mit etwa eintausend Küssen"),
        (
            "de",
            "z. B. um 7:30, d. h. 1½ Stunden",
            "zum Beispiel um sieben dreißig, das heißt eins und ein halb Stunden",
        ),
        ("fr", "le 1er, le 2e et le 3ème", "le premier, le deuxième et le troisième"),
        ("es", "el 2º dedo", "el segundo dedo"),
        ("it", "il 3º dito", "il terzo dito"),
        ("pt", "o 1º dedo, ½ copo", "o primeiro dedo, meio copo"),
        ("nl", "de 2e teen", "de tweede teen"),
        ("es", "2 x 10 s", "dos veces diez segundos"),
        ("fr", "4-6 fois, 20 %", "quatre à six fois, vingt pour cent"),
        ("it", "1x e 3x", "una volta e tre volte"),
        ("pt-BR", "2 min", "dois minutos"),
        ("nl", "1 s", "één seconde"),
        ("hi", "3x", "3x"),
        ("hi", "½", "½"),
    ],
)
def test_each_language_in_its_own_words(language: str, written: str, spoken: str) -> None:
    assert normalize(written, language, {}) == spoken


def test_names_are_pronounced_as_the_author_says() -> None:
    names = {"Shantala": "SHAHN-tah-lah", "Mia": "Mee-ah", "Mia Rose": "Mee-ah Rohz"}
    assert normalize("SHANTALA strokes", "en", names) == "SHAHN-tah-lah strokes"
    assert normalize("Thank Mia Rose.", "en", names) == "Thank Mee-ah Rohz."
    assert normalize("Hold Mia's feet in Miami", "en", names) == "Hold Mee-ah's feet in Miami"


@pytest.mark.parametrize(
    ("instead", "letters", "sounds"),
    [
        ("MEE-ah /mia/", "Thank MEE-ah.", {"MEE-ah": "mia"}),
        ("/mia/", "Thank Mia.", {"Mia": "mia"}),
        ("MEE-ah", "Thank MEE-ah.", {}),
        (" / mia / ", "Thank Mia.", {"Mia": "mia"}),
        ("Mia and/or Mina", "Thank Mia or Mina.", {}),
    ],
)
def test_phonemes_stand_between_slashes_behind_the_letters(instead: str, letters: str, sounds: dict[str, str]) -> None:
    assert normalize("Thank Mia.", "en", {"Mia": instead}) == letters
    assert phonemes({"Mia": instead}) == sounds


def test_equal_texts_are_equal_however_they_were_typed() -> None:
    typed = unicodedata.normalize("NFD", "Zoë")
    assert normalize(typed, "en", {}) == "Zoë"
    assert normalize(typed, "en", {"Zoë": "Zoh-ee"}) == "Zoh-ee"


def cut(text: str, language: str = "en") -> list[str]:
    return [phrase.text for phrase in phrases(text, language)]


def test_signs_before_a_connecting_word_are_no_phrase_of_their_own() -> None:
    found = phrases(normalize("% @ E 9999999999999999999999", "it", {}), "it")
    assert [phrase.words for phrase in found] == [13, 2]


def test_the_authors_punctuation_makes_phrases() -> None:
    assert cut("Fold both knees to the tummy. Hold. And let go.") == [
        "Fold both knees to the tummy.",
        "Hold.",
        "And let go.",
    ]
    assert cut("Hold, sway a little, and say: relax.") == ["Hold,", "sway a little,", "and say:", "relax."]
    assert cut("Is your baby looking? Go on!") == ["Is your baby looking?", "Go on!"]
    assert cut("Hold - and let go") == ["Hold,", "and let go."]


def test_letters_stand_alone() -> None:
    assert cut("I: down your right. L: across, down.") == ["I:", "down your right.", "L:", "across,", "down."]


def test_a_time_and_a_decimal_are_not_divided() -> None:
    assert cut("At 1:30, wait 2.5 beats.", "xx") == ["At 1:30,", "wait 2.5 beats."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Hold the lower legs and cross them over the tummy three times,",
            ["Hold the lower legs,", "and cross them over the tummy three times,"],
        ),
        (
            "Keep holding the wrist so that the shoulder is not pushed.",
            ["Keep holding the wrist,", "so that the shoulder is not pushed."],
        ),
        (
            "Slide one thumb from the heel up the sole to the toes,",
            ["Slide one thumb from the heel,", "up the sole to the toes,"],
        ),
        (
            "follow the ribs round and bring the hands back together",
            ["follow the ribs round,", "and bring the hands back together."],
        ),
    ],
)
def test_a_long_piece_is_divided_before_a_connecting_word(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_what_cannot_be_divided_stays_whole() -> None:
    assert cut("one two three four five six seven eight nine ten.") == [
        "one two three four five six seven eight nine ten."
    ]


def test_pauses_are_longer_where_a_sentence_ends() -> None:
    after = {phrase.text: phrase.pause for phrase in phrases("First, second; third: fourth. Fifth.", "en")}
    assert after == {"First,": 0.6, "second;": 0.8, "third:": 0.7, "fourth.": 1.0, "Fifth.": 0.0}
    assert [phrase.pause for phrase in phrases("Ready? Go on! Well… yes.", "en")] == [1.0, 1.0, 1.0, 0.0]


def test_only_words_count() -> None:
    assert [phrase.words for phrase in phrases("Mother & baby’s hands.", "xx")] == [3]  # noqa: RUF001 - typed so
    assert phrases("... !? —", "en") == ()


@given(st.text(), st.sampled_from([*LANGUAGES, "xx"]), st.dictionaries(st.text(min_size=1), st.text(), max_size=2))
def test_any_text_can_be_said(text: str, language: str, pronounce: dict[str, str]) -> None:
    spoken = normalize(text, language, pronounce)
    assert spoken == " ".join(spoken.split())
    assert all(0.6 <= phrase.pause <= 1.0 for phrase in phrases(spoken, language)[:-1])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("digits", [21, 25, 70, 400])
def test_a_number_without_a_name_is_said_digit_by_digit(language: str, digits: int) -> None:
    spoken = normalize("9" * digits, language, {})
    assert spoken
    assert not any(character.isdigit() for character in spoken)


WORDS = st.lists(
    st.sampled_from(["hands", "on", "and", "the", "slowly", "so", "that", "down"]), min_size=1, max_size=40
)


@given(WORDS)
def test_dividing_loses_no_word_and_leaves_none_alone(words: list[str]) -> None:
    parts = phrases(" ".join(words), "en")
    assert " ".join(part.text.rstrip(",.") for part in parts) == " ".join(words)
    assert len(parts) == 1 or all(part.words >= 2 for part in parts)
    assert all(part.words <= 8 or not {"on", "and", "so", "down"} & set(part.text.split()[2:-2]) for part in parts)
