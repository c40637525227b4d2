@file:JvmName("Logins")

package fr.entkit

import fr.entkit.ffi.DerivedLogin
import fr.entkit.ffi.EntException
import fr.entkit.ffi.LoginParts
import fr.entkit.ffi.LoginStyle
import fr.entkit.ffi.PersonName
import fr.entkit.ffi.deriveLogin
import fr.entkit.ffi.deriveLogins
import fr.entkit.ffi.loginParts
import fr.entkit.ffi.parseLogin

/**
 * The first free identifier for [name], such as `z.martin01`; [taken] are those in use, in either
 * case.
 *
 * @throws EntException.Parse `login/no-letters` for a name without Latin letters, `login/exhausted` when
 *   99 people of one name have an EduConnect identifier, or `login/format` of [taken]
 */
@Throws(EntException::class)
@JvmOverloads
public fun LoginStyle.derive(
    name: PersonName,
    taken: Collection<String> = emptyList(),
): String = reading { deriveLogin(this, name, taken.toList()) }

/**
 * An identifier for each of [names], in their order, none given twice.
 *
 * @throws EntException.Parse `login/format` of [taken]
 */
@Throws(EntException::class)
@JvmOverloads
public fun LoginStyle.deriveAll(
    names: Collection<PersonName>,
    taken: Collection<String> = emptyList(),
): List<DerivedLogin> = reading { deriveLogins(this, names.toList(), taken.toList()) }

/**
 * The parts of [login] when it may have been made in this style, null otherwise; one identifier may
 * fit two styles.
 *
 * @throws EntException.Parse `login/empty` or `login/format`
 */
@Throws(EntException::class)
public fun LoginStyle.parts(login: String): LoginParts? = reading { loginParts(this, login) }

/** The identifier as it is stored, or null for a text that is none. */
public fun loginOrNull(text: String): String? = orNull { parseLogin(text) }
