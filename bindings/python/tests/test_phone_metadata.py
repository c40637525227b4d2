"""Phone numbers against the metadata of libphonenumber, region by region.

A number typed with a country code is compared as libphonenumber reads it. One typed nationally is
compared with the region that owns its prefix, since metropolitan France and the overseas
departments share a plan and libphonenumber looks at one region only.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import phonenumbers as lib
from entkit import ParseError, PhoneNumber, Region

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

DATA = Path(__file__).parents[3] / "ent-core" / "data"

# Who owns a number of the shared plan: overseas first, metropolitan France for what they leave.
OWNERS = ("GP", "GF", "MQ", "RE", "YT", "PM", "FR")
# Numbers are dialled here as the territory's own first.
APART = ("NC", "PF", "WF", "PM")
LENGTHS = {"33": (9,), "508": (6, 9), "681": (6, 9), "687": (6,), "689": (6, 8, 9)}
KINDS = {
    lib.PhoneNumberType.MOBILE: "mobile",
    lib.PhoneNumberType.FIXED_LINE: "fixed",
    lib.PhoneNumberType.VOIP: "voip",
}

# What is meant to differ, and why.
DIFFERENCES = {
    "one-owner": "+33 spans overseas ranges, whose numbers are dialled under their own code only",
    "foreign": "plans of other countries are not known: well formed is enough, and never SMS",
    "bare-code": "a country code without + is not one: 508 93 75 37 has nine digits, not six",
    "pm-trunk": "of Saint-Pierre-et-Miquelon, nine digits are dialled with a 0 and six without",
}


class Found(NamedTuple):
    """What is made of a number: none of it when the number is refused."""

    e164: str
    kind: str
    sms: bool


class Typed(NamedTuple):
    """A number as it is typed, and where."""

    text: str
    region: str


@cache
def country_codes() -> dict[str, str]:
    """Give the country code of each region."""
    with (DATA / "phone_territories.csv").open(encoding="utf-8") as file:
        return {row["region"]: row["country_code"] for row in csv.DictReader(file)}


def looked_up(text: str, region: str | None) -> Found | None:
    """Ask libphonenumber about one region."""
    try:
        number = lib.parse(text, region)
    except lib.NumberParseException:
        return None
    if not lib.is_valid_number(number):
        return None
    kind = KINDS.get(lib.number_type(number), "other")
    e164 = lib.format_number(number, lib.PhoneNumberFormat.E164)
    return Found(e164, kind, kind == "mobile")


def of_library(typed: Typed) -> Found | None:
    """Apply the rule of the shared plan with what libphonenumber knows of each region."""
    text, region = typed
    if text.startswith("+"):
        return looked_up(text, None)
    digits = "".join(c for c in text if c.isdigit())
    if digits.startswith("00"):
        return looked_up("+" + digits[2:], None)
    if region in APART:
        own = looked_up(text, region)
        if own or len(digits) != 10 or digits[0] != "0":
            return own
    number = digits.removeprefix("0")
    if len(number) != 9 or number[0] == "0":
        return None
    asked = (region, "FR") if number[0] in "89" else OWNERS
    return next(filter(None, (looked_up("0" + number, one) for one in asked)), None)


def of_entkit(typed: Typed) -> Found | None:
    """Ask the package."""
    try:
        number = PhoneNumber.parse(typed.text, Region(typed.region))
    except ParseError:
        return None
    return Found(number.e164, number.kind.value, number.sms)


def code_of(e164: str) -> str | None:
    """Give the country code of a French plan, or none."""
    return next((c for c in country_codes().values() if e164.startswith("+" + c)), None)


def excused(typed: Typed, wanted: Found | None, found: Found | None) -> str | None:
    """Name the difference that explains what is found, if there is one."""
    if wanted and not found and wanted.e164 == "+" + typed.text:
        return "bare-code"
    if wanted and not found and wanted.e164.startswith("+33"):
        owner = of_library(Typed("0" + wanted.e164.removeprefix("+33"), "FR"))
        return "one-owner" if owner and owner.e164 != wanted.e164 else None
    if found and code_of(found.e164) is None and found.kind == "other" and not found.sms:
        return "foreign"
    return None


def fill(rng: random.Random, prefix: str, length: int) -> str:
    """Complete a prefix with any digits."""
    missing = length - len(prefix)
    return prefix + "".join(rng.choices("0123456789", k=missing))


def examples() -> Iterator[Typed]:
    """Give the examples of the metadata, in each form, in each region."""
    for region in country_codes():
        for kind in sorted(lib.PhoneNumberType.values()):
            number = lib.example_number_for_type(region, kind)
            if number is None:
                continue
            for form in (
                lib.PhoneNumberFormat.E164,
                lib.PhoneNumberFormat.NATIONAL,
                lib.PhoneNumberFormat.INTERNATIONAL,
            ):
                text = lib.format_number(number, form)
                yield from (Typed(text, typed_in) for typed_in in country_codes())


def prefixes(rng: random.Random) -> Iterator[Typed]:
    """Give every prefix of three digits by every length, and of four in the shared plan."""
    regions = list(country_codes())
    for code in sorted(set(country_codes().values())):
        for length in LENGTHS.get(code, (9,)):
            for prefix in range(1000):
                yield Typed(f"+{code}{fill(rng, f'{prefix:03}', length)}", rng.choice(regions))
    for prefix in range(10_000):
        yield Typed("0" + fill(rng, f"{prefix:04}", 9), rng.choice(regions))
    for region in APART:
        for length in LENGTHS[country_codes()[region]]:
            for prefix in range(1000):
                yield Typed(fill(rng, f"{prefix:03}", length), region)


def edges(rng: random.Random) -> Iterator[Typed]:
    """Give the first and last number of every range of the plan, and their neighbours."""
    with (DATA / "phone_plan.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    regions = list(country_codes())
    for row in rows:
        code, length = row["country_code"], int(row["digits"])
        first, last = row["first"].ljust(length, "0"), row["last"].ljust(length, "9")
        for value in (int(first) - 1, int(first), int(last), int(last) + 1):
            number = f"{value:0{length}}"
            yield Typed(f"+{code} {number}", "FR")
            yield Typed(f"00{code}{number}", rng.choice(regions))
            yield Typed(("0" if length == 9 else "") + number, rng.choice(regions))


def near_misses(rng: random.Random) -> Iterator[Typed]:
    """Give numbers one digit too long, too short, or off."""
    regions = list(country_codes())
    with (DATA / "phone_plan.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for _ in range(20):
            number = fill(rng, row["first"], int(row["digits"]))
            at = rng.randrange(len(number))
            other = str((int(number[at]) + rng.randrange(1, 10)) % 10)
            for near in (
                number[:at] + number[at + 1 :],
                number[:at] + other + number[at:],
                number[:at] + other + number[at + 1 :],
            ):
                yield Typed(f"+{row['country_code']}{near}", rng.choice(regions))
                yield Typed(f"0{near}", rng.choice(regions))


@cache
def generated() -> list[Typed]:
    """Give every number to compare, the same at each run."""
    rng = random.Random(9_0_43)  # noqa: S311 - the same numbers at each run, no secret
    every = (*examples(), *prefixes(rng), *edges(rng), *near_misses(rng))
    return list(dict.fromkeys(every))


def test_metadata_is_the_one_the_plan_was_made_from() -> None:
    """The plan and the comparison are of the same version."""
    with (DATA / "phone_plan.csv").open(encoding="utf-8") as file:
        assert {row["source"] for row in csv.DictReader(file)} == {
            f"libphonenumber {lib.__version__}",
        }


def test_every_number_is_read_as_by_libphonenumber(capsys: pytest.CaptureFixture[str]) -> None:
    """Validity, E.164 form, kind and SMS are equal but for the named differences."""
    numbers = generated()
    valid, meant, differ = 0, Counter[str](), []
    for typed in numbers:
        wanted, found = of_library(typed), of_entkit(typed)
        valid += wanted is not None
        if wanted == found:
            continue
        name = excused(typed, wanted, found)
        if name is None:
            differ.append((*typed, wanted, found))
        else:
            meant[name] += 1
    with capsys.disabled():
        print(f"\n{len(numbers)} numbers as libphonenumber, {valid} valid; but for {dict(meant)}")  # noqa: T201  (a report)
    assert differ == []
    assert set(meant) <= set(DIFFERENCES)
    assert len(numbers) >= 20_000
    assert valid >= 10_000


def test_numbers_read_as_they_are_shown() -> None:
    """Both forms read as the number they show, and have the digits of libphonenumber."""
    home: dict[str, list[Region]] = {}
    for region, code in country_codes().items():
        home.setdefault(code, []).append(Region(region))
    seen = set()
    meant = set()
    for typed in generated():
        found = of_entkit(typed)
        home_code = code_of(found.e164) if found else None
        if not found or not home_code or found.e164 in seen:
            continue
        seen.add(found.e164)
        number = PhoneNumber.parse(found.e164)
        for here in home[home_code]:
            assert PhoneNumber.parse(number.national, here) == number, found.e164
        for here in Region:
            assert PhoneNumber.parse(number.international, here) == number, found.e164
        # The groups are ours, the digits are not.
        parsed = lib.parse(found.e164, None)
        shown = lib.format_number(parsed, lib.PhoneNumberFormat.NATIONAL)
        digits = "".join(c for c in shown if c.isdigit())
        ours = number.national.replace(" ", "")
        if home_code == "508" and digits != ours:
            assert digits.removeprefix("0") == ours.removeprefix("0"), found.e164
            meant.add("pm-trunk")
        else:
            assert digits == ours, found.e164
        shown = lib.format_number(parsed, lib.PhoneNumberFormat.INTERNATIONAL)
        ours = number.international.replace(" ", "")
        assert ours == "+" + "".join(c for c in shown if c.isdigit()), found.e164
    assert meant <= set(DIFFERENCES)
    assert len(seen) >= 10_000
