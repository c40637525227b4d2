package fr.entkit.conformance

import fr.entkit.EntKit
import fr.entkit.ageOn
import fr.entkit.ffi.BirthDateReading
import fr.entkit.ffi.EntRole
import fr.entkit.ffi.PersonName
import fr.entkit.ffi.Profile
import fr.entkit.ffi.ProfileSystem
import fr.entkit.fromCodeOrNull
import fr.entkit.of
import fr.entkit.parse
import java.time.LocalDate

/** `profile.*`, `name.*` and `birth_date.*`. */
internal val personSuites: Map<String, Suite> =
    mapOf(
        "profile.parse" to ::profile,
        "profile.roles" to ::roles,
        "profile.community" to ::community,
        "name.match" to ::nameMatch,
        "name.display" to ::nameDisplay,
        "birth_date.read" to ::birthDateRead,
        "birth_date.age" to ::birthDateAge,
    )

private fun profile(case: Node): Node {
    val system = case.listed("system", ProfileSystem.Companion::fromCodeOrNull)
    return mapOf("profile" to Profile.parse(system, case.text("code")).code())
}

private fun roles(case: Node): Node {
    val role = case.listed("role", EntRole.Companion::fromCodeOrNull)
    return mapOf(
        "duties" to role.duties().map { it.code() },
        "appointers" to role.appointers().map { it.code() },
        "least_per_establishment" to role.leastPerEstablishment(),
        "own_account" to role.hasOwnAccount(),
    )
}

private fun community(case: Node): Node {
    val profile = Profile.parse(ProfileSystem.SDET, case.text("profile"))
    return mapOf("community" to profile.community()?.code())
}

internal fun name(of: Node) =
    PersonName.parse(of.text("family"), of.text("given"), of["usual"] as? String)

private fun nameMatch(case: Node): Node {
    val (one, other) = name(case.node("one")) to name(case.node("other"))
    val same = one.sameAs(other)
    if (other.sameAs(one) != same) misfit("the order makes a difference")
    return mapOf("same" to same)
}

private fun nameDisplay(case: Node): Node {
    val name = name(case)
    return mapOf(
        "display" to name.displayName(),
        "in_list" to name.listName(),
        "initials" to name.initials(),
        "sort_key" to name.sortKey(),
        "given_names" to name.givenNames(),
    )
}

private fun birthDateRead(case: Node): Node {
    val text = case.text("text")
    if (case.flag("full")) EntKit.parseBirthDate(text)
    val born = BirthDateReading.parse(text)
    return mapOf(
        "text" to born.text,
        "precision" to born.precision.code(),
        "presumed" to born.presumed,
        "may_be_presumed" to born.mayBePresumed,
    )
}

private fun birthDateAge(case: Node): Node {
    val on = LocalDate.parse(case.text("on"))
    val age = BirthDateReading.parse(case.text("born")).ageOn(on, case["early"] == true)
    return mapOf(
        "youngest" to age.youngest,
        "oldest" to age.oldest,
        "majority" to age.majority.code(),
        "under_15" to age.under15,
    )
}
