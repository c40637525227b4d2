package fr.entkit.conformance

import fr.entkit.ffi.ContextKind
import fr.entkit.ffi.PasswordInput
import fr.entkit.ffi.ViolationParam
import fr.entkit.ffi.checkPassword
import fr.entkit.fromCodeOrNull
import fr.entkit.of
import fr.entkit.word

/** `password.check`. */
internal val passwordSuites: Map<String, Suite> =
    mapOf(
        "password.check" to ::password,
    )

private fun password(case: Node): Node {
    val words =
        (case["words"] as? List<*>).orEmpty().map { word ->
            // A plain text is of kind `other`.
            if (word is String) {
                ContextKind.OTHER.word(word)
            } else {
                word.asNode().listed("kind", ContextKind.Companion::fromCodeOrNull).word(
                    word.asNode().text("text"),
                )
            }
        }
    val second = (case["confirmation"] as? String)?.let { PasswordInput.of(it) }
    val verdict =
        PasswordInput
            .of(
                case.text("password"),
            ).use { checkPassword(case.text("rules"), it, second, words) }
    second?.close()
    return mapOf(
        "accepted" to verdict.accepted,
        "violations" to
            verdict.violations.map { broken ->
                mapOf("id" to broken.id, "params" to broken.params.mapValues { it.value.plain() })
            },
    )
}

private fun ViolationParam.plain(): Any =
    when (this) {
        is ViolationParam.Number -> value
        is ViolationParam.Text -> value
    }
