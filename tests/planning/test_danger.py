"""What an educator would never let pass, by where hands are and by what is said; and that good files are left alone."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from audioguide import repertoire
from audioguide.planning.educator import Remark, advise
from audioguide.planning.educator.words import refused
from audioguide.rendering.check import check_file
from audioguide.rendering.stages import read

ROOT = Path(__file__).parents[2]
DANGEROUS = sorted((ROOT / "tests" / "data" / "dangerous").glob("*.yaml"))
GOOD = [
    *sorted((ROOT / "docs" / "examples").glob("*.yaml")),
    ROOT / "tests" / "data" / "routines" / "small-cobra.yaml",
]
TALK = re.compile(r"\d+ % of it would be spoken")
"""A remark on the style of a file, and none on danger."""


def dangers(remarks: tuple[Remark, ...]) -> list[str]:
    return [remark.what for remark in remarks if not TALK.match(remark.what)]


def remarks_on(steps: str, own: str = "", head: str = "") -> list[str]:
    text = f"version: 1\ntitle: Ours\n{head}sections: [{{title: Part, steps: [{steps}]}}]\n"
    routine = read(text + (f"strokes:\n  own: {{name: Own, times: 3, cue: Slowly., {own}}}\n" if own else ""))
    return dangers(advise(routine, repertoire.advice(), repertoire.vocabulary()))


def test_there_are_twenty_nine_of_them() -> None:
    assert len(DANGEROUS) == 29


@pytest.mark.parametrize("file", DANGEROUS, ids=lambda file: file.stem)
def test_a_dangerous_file_is_warned_about(file: Path) -> None:
    assert dangers(check_file(str(file)))


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_a_good_file_is_not(file: Path) -> None:
    assert dangers(check_file(str(file))) == []


@pytest.mark.parametrize("language", ["de", "es", "fr", "it", "pt"])
@pytest.mark.parametrize("name", ["complete", "bedtime", "first-days"])
def test_no_word_of_the_repertoire_is_taken_for_one(name: str, language: str) -> None:
    routine = replace(repertoire.routine(name, language=language), language=language)
    remarks = advise(routine, repertoire.advice(), repertoire.vocabulary())
    assert [remark.what for remark in remarks if remark.what.endswith("is said")] == []


@pytest.mark.parametrize(
    ("own", "what"),
    [
        ("part: head, seconds: 5, path: hold(face.soft_spot)", "'own' is on the soft spot"),
        ("part: head, seconds: 5, path: 'line(face.soft_spot,face.soft_spot)'", "'own' is on the soft spot"),
        ("part: head, seconds: 5, path: 'press(head_top,sternum_mid,4)'", "'own' is on the top of the head"),
        ("part: x, seconds: 9, path: 'line(face.chin,face.under_chin)+hold(neck)'", "'own' is on the throat"),
        ("part: x, seconds: 9, path: 'wring(back.nape,back.shoulder_line)'", "'own' is on the neck"),
        ("part: x, seconds: 9, path: 'walk(back.shoulder_line,back.bottom,9)'", "'own' is on the spine"),
        ("part: x, seconds: 9, hands: thumbs, path: 'line(back.nape,back.low_back)'", "'own' is on the spine"),
    ],
)
def test_places_that_no_finger_presses(own: str, what: str) -> None:
    assert what in remarks_on("{stroke: own}", own, "from_age: 6w\n")


@pytest.mark.parametrize(
    "own",
    [
        "part: x, seconds: 9, hands: flat-hand, path: 'line(back.nape,back.low_back)'",
        "part: x, seconds: 9, path: 'press(back.paraspinal_top_R,back.paraspinal_low_R,8)'",
        "part: x, seconds: 5, path: 'line(face.ear_low_R,face.under_chin)'",
        "part: x, seconds: 5, path: 'circle(face.crown_side_R,5,cw,1)'",
        "part: x, seconds: 5, path: 'arc(sternum_mid,9,12,6,ccw)'",
    ],
)
def test_beside_them_hands_are_welcome(own: str) -> None:
    assert remarks_on("{stroke: own}", own, "from_age: 6w\n") == []


def test_on_the_left_too_hands_run_with_the_clock() -> None:
    text = (
        "version: 1\ntitle: T\nfrom_age: 6w\nsections: [{title: '{side}', sides: each, steps: [{stroke: own}]}]\n"
        "strokes: {own: {name: Own, part: side, sides: each, seconds: 5, times: 3, cue: Up., "
        "path: 'line(tummy_low_{S},rib_low_{S})'}}\n"
    )
    remarks = advise(read(text), repertoire.advice(), repertoire.vocabulary())
    assert dangers(remarks) == ["'own' runs against the clock around the navel"]


def test_a_routine_for_sleep_leaves_the_baby_on_the_back() -> None:
    own = "part: x, seconds: 9, position: tummy, path: 'line(back.nape,back.low_back)'"
    head = "aims: [sleep]\nfrom_age: 6w\n"
    cure = "after it, where nothing is optional, say with 'always: yes' to lay them on the back"
    assert remarks_on("{stroke: own}", own, head) == [f"'own' leaves the baby on the tummy, {cure}"]
    on_the_back = "part: x, seconds: 9, position: back, path: 'line(front.sternum_mid,front.rib_low_mid)'"
    assert remarks_on("{stroke: own}", on_the_back, head) == []
    words = "say: Lay your baby down on the back."
    assert remarks_on(f"{{stroke: own}}, {{{words}, always: yes}}, {{rest: 20s}}", own, head) == []
    for uncertain in ("optional: yes", "always: yes, optional: yes", "always: yes, when: no-oil"):
        assert remarks_on(f"{{stroke: own}}, {{{words}, {uncertain}}}", own, head) == [
            f"'own' leaves the baby on the tummy, {cure}"
        ]


def test_words_of_a_part_that_may_be_left_out_are_not_relied_on() -> None:
    own = "part: x, seconds: 9, position: tummy, path: 'line(back.nape,back.low_back)'"
    head = "aims: [sleep]\nfrom_age: 6w\n"
    goodbye = "{stroke: own}]}, {title: Goodbye, optional: %s, steps: [{say: Lay your baby on the back., always: yes}"
    assert remarks_on(goodbye % "no", own, head) == []
    assert len(remarks_on(goodbye % "yes", own, head)) == 1
    two = f"{goodbye % 'yes'}]}}, {goodbye.partition(', ')[2] % 'yes'}"
    assert len(remarks_on(two, own, head)) == 1
    assert remarks_on("{say: Hush.}", own, head) == []  # nothing that lays them anywhere


@pytest.mark.parametrize(
    "words",
    [
        "Your baby is healed by this. It prevents colic.",
        "Bend the knee all the way.",
        "Press on until your baby cries.",
        "Shake the baby to the rhythm.",
        "Put them to bed face down.",
        "On the tummy they fall asleep.",
        "Right after a bottle, bicycle the legs.",
    ],
)
def test_words_that_promise_or_force_or_lay_down_to_danger(words: str) -> None:
    assert [what for what in remarks_on(f"{{say: '{words}'}}") if what.endswith("is said")]


@pytest.mark.parametrize(
    ("step", "what"),
    [
        ("{say: Leave them on the tummy to sleep., when: afterwards}", ["'on the tummy to sleep' is said"]),
        ("{say: This oil heals eczema., when: oil}", ["'heals' is said"]),
        ("{say: Dry hands heal. It heals eczema., when: no-oil}", ["'heals' is said"]),
        ("{say: A drop of oil., when: oil}", []),
        ("{say: Leave the oil aside., when: no-oil}", []),
        ("{say: A drop of oil.}", ["'oil' is said"]),
    ],
)
def test_words_that_are_said_at_times_are_checked_too(step: str, what: list[str]) -> None:
    assert remarks_on(step) == what


def test_a_file_in_two_languages_is_checked_in_the_one_that_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "both.yaml"
    words = "{say: {en: A warm hand., de: Das hilft gegen Koliken.}}"
    title = "title: {en: T, de: Titel}"
    file.write_text(f"version: 1\n{title}\nsections: [{{{title}, steps: [{words}]}}]\n", "utf-8")
    assert dangers(check_file(str(file))) == []
    assert dangers(check_file(str(file), "de")) == ["'hilft gegen' is said"]


@pytest.mark.parametrize(
    "words",
    [
        "This does not cure colic.",
        "Never force a leg.",
        "When the navel has healed, the tummy may be stroked.",
        "If they fall asleep, rest a hand on the tummy.",
        "Shake out your own hands. Breathe out.",
        "Not straight after a feed.",
        "Hold on firmly, and let go slowly.",
        "On the tummy, rest a warm hand.",
        "Tummy-down only awake and watched.",
        "For sleep: on the back, in their own bed.",
    ],
)
def test_words_that_deny_it_or_mean_something_else(words: str) -> None:
    assert remarks_on(f"{{say: '{words}'}}") == []


PROMISED = {
    "en": [
        "This helps with colic and wind.",
        "It is good for digestion and boosts the immune system.",
        "Now your baby will sleep through the night.",
        "A good mother does this every day.",
        "It strengthens the brain and lowers stress hormones.",
        "Babies gain weight with it.",
        "Do this every day or else it is lost.",
    ],
    "de": [
        "Das ist gut für die Verdauung.",
        "Es stärkt das Immunsystem.",
        "Dein Baby wird jetzt durchschlafen.",
        "Eine gute Mutter macht das jeden Tag.",
        "Es fördert das Gehirn.",
        "Das senkt Stresshormone.",
        "Dein Baby nimmt besser zu.",
        "Du musst das jeden Tag machen.",
    ],
    "es": [
        "Ayuda con los cólicos.",
        "Es bueno para la digestión.",
        "Refuerza el sistema inmune.",
        "Ahora dormirá toda la noche.",
        "Una buena madre lo hace todos los días.",
        "Fortalece el cerebro.",
        "Reduce el estrés.",
        "Así gana peso.",
        "Tienes que hacerlo todos los días.",
    ],
    "fr": [
        "Cela aide contre les coliques.",
        "C'est bon pour la digestion.",
        "Cela renforce l'immunité.",
        "Votre bébé dormira toute la nuit.",
        "Une bonne mère le fait tous les jours.",
        "Cela stimule le cerveau.",
        "Cela réduit le stress.",
        "Votre bébé prend du poids.",
        "Vous devez le faire tous les jours.",
    ],
    "it": [
        "Aiuta contro le coliche.",
        "Fa bene alla digestione.",
        "Rafforza il sistema immunitario.",
        "Ora dormirà tutta la notte.",
        "Una buona madre lo fa ogni giorno.",
        "Stimola il cervello.",
        "Riduce lo stress.",
        "Così prende peso.",
        "Devi farlo ogni giorno.",
    ],
    "pt": [
        "Ajuda contra as cólicas.",
        "É bom para a digestão.",
        "Reforça a imunidade.",
        "Agora vai dormir a noite toda.",
        "Uma boa mãe faz isso todos os dias.",
        "Fortalece o cérebro.",
        "Reduz o estresse.",
        "Assim ganha peso.",
        "Você tem que fazer isso todos os dias.",
    ],
}
MEANT_WELL = {
    "en": [
        "This may feel good.",
        "For tired legs.",
        "Help with the other hand.",
        "Sleep well, little one.",
        "Let the weight of your hand rest.",
        "A good moment for parents is the evening.",
        "Lower your hands.",
        "Some parents do this every day.",
    ],
    "de": ["Das darf sich gut anfühlen.", "Für müde Beine.", "Hilf mit der anderen Hand.", "Schlaf gut."],
    "es": ["Puede ser agradable.", "Para piernas cansadas.", "Ayuda con la otra mano.", "Duerme bien."],
    "fr": ["Cela peut être agréable.", "Pour des jambes fatiguées.", "Aidez avec l'autre main.", "Dors bien."],
    "it": ["Può essere piacevole.", "Per gambe stanche.", "Aiuta con l'altra mano.", "Dormi bene."],
    "pt": ["Pode ser gostoso.", "Para pernas cansadas.", "Ajude com a outra mão.", "Durma bem."],
}


def warned(language: str, sentences: list[str]) -> list[str]:
    """Return the sentences of which one is said to be none for a massage of babies."""
    rules = tuple(rule for rule in repertoire.advice().rules if rule.says and rule.under is None)
    return [one for one in sentences if [*refused(one, language, rules, repertoire.advice())]]


@pytest.mark.parametrize("language", repertoire.languages())
def test_no_plain_claim_about_health_and_no_guilt_passes(language: str) -> None:
    assert warned(language, PROMISED[language]) == PROMISED[language]
    assert warned(language, MEANT_WELL[language]) == []


@pytest.mark.parametrize("language", repertoire.languages())
def test_nothing_that_the_repertoire_says_or_prints_is_warned_about(language: str) -> None:
    rows = repertoire.translation("de" if language == "en" else language)
    texts = [text for row in rows for text in ((row.english,) if language == "en" else row.words)]
    assert len(texts) > 900
    assert warned(language, texts) == []


def test_what_tradition_says_of_a_stroke_may_be_its_purpose() -> None:
    own = "part: leg, seconds: 5, path: 'line(hip_R,ankle_R)', purpose: [{}]"
    assert remarks_on("{stroke: own}", own.format("digestion (traditional)")) == []
    assert remarks_on("{stroke: own}", own.format("better digestion")) == ["'digestion' is said"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Das hilft gegen Koliken."),
        ("es", "Cura los cólicos."),
        ("fr", "Cela soulage les coliques."),
        ("it", "Guarisce le coliche."),
        ("pt", "Alivia as cólicas."),
    ],
)
def test_other_languages_have_such_words_too(language: str, words: str) -> None:
    assert len(remarks_on(f"{{say: '{words}'}}", head=f"language: {language}\n")) == 1
