"""The suites of the conformance vectors: from the ``in`` of a case to what the package decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import suites_accounts
import suites_cards
import suites_charter
import suites_codes
import suites_consents
import suites_ent
import suites_notices
import suites_passwords
import suites_people
import suites_places
import suites_preferences
import suites_redlist

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Case = Mapping[str, Any]
    Found = dict[str, Any]


SUITES: dict[str, Callable[[Case], Found]] = {
    **suites_cards.SUITES,
    **suites_codes.CODE_SUITES,
    **suites_consents.SUITES,
    **suites_notices.SUITES,
    **suites_preferences.SUITES,
    **suites_redlist.SUITES,
    "academy.code": suites_places.academy_code,
    "academy.find": suites_places.academy_find,
    "academy.search": suites_places.academy_search,
    "birth_date.age": suites_people.birth_date_age,
    "birth_date.read": suites_people.birth_date_read,
    "charter.digest": suites_charter.charter_digest,
    "charter.export": suites_charter.charter_export,
    "charter.gate": suites_charter.charter_gates,
    "charter.log": suites_charter.charter_log,
    "charter.verify": suites_charter.charter_verify,
    "department.find": suites_places.department_find,
    "department.search": suites_places.department_search,
    "email.mask": suites_people.email_mask,
    "email.parse": suites_people.email_parse,
    "ent.load": suites_ent.ent_load,
    "ent.of_url": suites_ent.ent_of_url,
    "ent.rules": suites_ent.ent_rules,
    "establishment.read": suites_places.establishment_read,
    "guardianship.edge": suites_people.guardianship_edge,
    "guardianship.story": suites_people.guardianship_story,
    "help.topics": suites_ent.help_topics,
    "mire.choices": suites_ent.mire_choices,
    "mire.remember": suites_ent.mire_remember,
    "mire.search": suites_ent.mire_search,
    "name.display": suites_people.name_display,
    "name.match": suites_people.name_match,
    "onboarding.next": suites_ent.onboarding_next,
    "partners.list": suites_ent.partners_list,
    "partnership.members": suites_ent.partnership_members,
    "hash.verify": suites_passwords.hash_verify,
    "login.derive": suites_accounts.login_derive,
    "login.derive_all": suites_accounts.login_derive_all,
    "login.parts": suites_accounts.login_parts,
    "password.check": suites_passwords.password_check,
    "password.compare": suites_passwords.password_compare,
    "password.forced_change": suites_passwords.password_forced_change,
    "password.lint": suites_passwords.password_lint,
    "password.passwordrules": suites_passwords.password_passwordrules,
    "password.requirements": suites_passwords.password_requirements,
    "password.strength": suites_passwords.strength,
    "zone.clock": suites_accounts.zone_clock,
    "zone.day": suites_accounts.zone_day,
    "zone.instant": suites_accounts.zone_instant,
    "phone.format": suites_people.phone_format,
    "phone.parse": suites_people.phone_parse,
    "portal.mine": suites_ent.portal_mine,
    "portal.resolve": suites_ent.portal_resolve,
    "portal.url": suites_ent.portal_url,
    "profile.community": suites_people.profile_community,
    "profile.parse": suites_people.profile_parse,
    "profile.roles": suites_people.profile_roles,
    "services.list": suites_ent.services_list,
    "services.quota": suites_ent.services_quota,
    "uai.parse": suites_places.uai_parse,
    "uai.registration": suites_places.uai_registration,
}
