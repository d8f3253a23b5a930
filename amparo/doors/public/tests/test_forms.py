"""What people can send: nothing makes it fail."""

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from amparo.doors.public.forms import PARTS, HelpForm, carried, filled

EVERYTHING = QueryDict(
    "need=food&need=held&words=three+of+us&how=say&place=kafou&reach=phone&number=0937"
    "&cover=off&cover=on&hours=night&hours=morning&answer=ht&asked=empty"
    "&who=other&relation=sister&theirs=0938&theirs_safe=no&before=K7M2QX"
)


def test_it_reads_all_that_was_said() -> None:
    said = filled(EVERYTHING)
    assert said["need"] == ("food", "held")
    assert (said["words"], said["place"], said["number"]) == ("three of us", "kafou", "0937")
    assert (said["reach"], said["cover"], said["hours"]) == ("phone", "on", ("night", "morning"))
    assert (said["answer"], said["asked"]) == ("ht", ("empty",))


def test_it_starts_with_what_is_safest() -> None:
    said = filled(QueryDict(""))
    assert (said["reach"], said["cover"], said["how"]) == ("code", "on", "say")
    assert not any((said["need"], said["words"], said["place"], said["number"], said["hours"]))


def test_it_takes_the_cover_off_only_when_the_box_is_empty() -> None:
    assert filled(QueryDict("cover=off"))["cover"] == "off"
    assert filled(QueryDict("cover=off&cover=on"))["cover"] == "on"


def test_it_drops_what_it_does_not_know() -> None:
    said = filled(QueryDict("need=gold&need=food&need=food&reach=pigeon&answer=xx&hours=dawn"))
    assert (said["need"], said["reach"]) == (("food",), "code")
    assert (said["answer"], said["hours"]) == ("en", ())


@given(
    st.dictionaries(st.sampled_from(list(HelpForm.base_fields)), st.lists(st.text(), max_size=3))
)
def test_it_takes_anything(posted: dict[str, list[str]]) -> None:
    query = QueryDict(mutable=True)
    for name, values in posted.items():
        query.setlist(name, values)
    assert set(filled(query)) == set(HelpForm.base_fields)


def test_it_carries_everything_that_a_page_does_not_ask() -> None:
    for page, asked in PARTS.items():
        names = {name for name, _ in carried(filled(EVERYTHING), page)}
        assert names == set(HelpForm.base_fields) - set(asked)


def test_it_reads_back_what_it_carried() -> None:
    said = filled(EVERYTHING)
    query = QueryDict(mutable=True)
    for name, value in {*carried(said, "what"), *carried(said, "reach")}:
        query.appendlist(name, value)
    again = filled(query)
    assert {**again, "hours": set(again["hours"]), "need": set(again["need"])} == {
        **said,
        "hours": set(said["hours"]),
        "need": set(said["need"]),
    }


def test_it_never_asks_who_someone_is() -> None:
    forbidden = {
        "name",
        "account",
        "status",
        "nationality",
        "country",
        "passport",
        "paper",
        "email",
    }
    assert not forbidden & set(HelpForm.base_fields)
