package fr.entkit.testkit

import fr.entkit.Store

/** One call at a time, over two connections. */
internal class Single(
    private val kit: Kit,
    private val one: Store,
    private val other: Store,
) {
    fun play() {
        kit.attempt(::versions)
        kit.attempt(::bytes)
        kit.attempt(::keys)
    }

    private class Write(
        val rule: ContractRule,
        val at: Long?,
        val text: String,
        val stored: Boolean,
    )

    private fun versions() {
        val writes =
            listOf(
                Write(ContractRule.REPLACE_MISSING, 1, "0", stored = false),
                Write(ContractRule.CREATE, null, "1", stored = true),
                Write(ContractRule.CREATE_ONCE, null, "one", stored = false),
                Write(ContractRule.REPLACE_VERSION, 2, "one", stored = false),
                Write(ContractRule.REPLACE_VERSION, 0xffff_ffff, "one", stored = false),
                Write(ContractRule.REPLACE, 1, "2", stored = true),
                Write(ContractRule.REPLACE_VERSION, 1, "two", stored = false),
                Write(ContractRule.REPLACE_VERSION, 3, "two", stored = false),
                Write(ContractRule.CREATE_ONCE, null, "two", stored = false),
                // The same bytes again are a version of their own.
                Write(ContractRule.REPLACE, 2, "2", stored = true),
                Write(ContractRule.REPLACE_VERSION, 2, "two", stored = false),
                Write(ContractRule.REPLACE, 3, "4", stored = true),
            )
        val key = kit.key("versions")
        var held: ByteArray? = null
        reads(ContractRule.ABSENT, key, held)
        for (write in writes) {
            val bytes = write.text.encodeToByteArray()
            save(write.rule, key, write.at, bytes, write.stored)
            if (write.stored) held = bytes
            reads(if (write.stored) ContractRule.BYTES else ContractRule.LOST_UNTOUCHED, key, held)
        }
    }

    private fun bytes() {
        payloads.forEachIndexed { number, bytes ->
            val key = kit.key("bytes-$number")
            val next = payloads[(number + 1) % payloads.size]
            save(ContractRule.CREATE, key, null, bytes, stored = true)
            reads(ContractRule.BYTES, key, bytes)
            save(ContractRule.REPLACE, key, 1, next, stored = true)
            reads(ContractRule.BYTES, key, next)
        }
    }

    private fun keys() {
        val stem = "k".repeat(LONGEST - 1 - kit.key("").length)
        val all =
            names + mapOf("${stem}a" to "255 bytes", "${stem}b" to "255 bytes, the last changed")
        for ((name, what) in all) {
            val found = one.load(kit.key(name))
            if (found != null) {
                val taken = all[found.decodeToString()] ?: "another"
                kit.find(ContractRule.KEYS, "the key with $what found the record of $taken")
            } else if (!one.saveIf(kit.key(name), null, name.encodeToByteArray())) {
                kit.find(ContractRule.KEYS, "the key with $what had a record already")
            }
        }
        for ((name, what) in all) {
            if (!other.load(kit.key(name)).contentEquals(name.encodeToByteArray())) {
                kit.find(ContractRule.KEYS, "the key with $what has the bytes of another")
            }
        }
        val changed = "changed".encodeToByteArray()
        one.saveIf(kit.key("e"), 1, changed)
        for ((name, what) in all) {
            if (name != "e" && other.load(kit.key(name)).contentEquals(changed)) {
                kit.find(ContractRule.INDEPENDENT, "the key with $what changed with the plain name")
            }
        }
    }

    private fun save(
        rule: ContractRule,
        key: String,
        at: Long?,
        bytes: ByteArray,
        stored: Boolean,
    ) {
        if (one.saveIf(key, at, bytes) != stored) {
            val what = if (at == null) "a creation" else "a replacement at version $at"
            val answer = if (stored) "lost" else "stored"
            kit.find(rule, "$what of ${bytes.size} bytes was $answer")
        }
    }

    /** Both connections read [bytes]; that the other one does not is another rule. */
    private fun reads(
        rule: ContractRule,
        key: String,
        bytes: ByteArray?,
    ) {
        fun told(found: ByteArray?) = found?.let { "${it.size} bytes" } ?: "nothing"
        val connections =
            listOf(
                Triple(one, rule, "the same connection"),
                Triple(other, ContractRule.VISIBLE, "another connection"),
            )
        for ((store, broken, who) in connections) {
            val found = store.load(key)
            if (!found.contentEquals(bytes)) {
                kit.find(broken, "$who read ${told(found)} in place of ${told(bytes)}")
                return
            }
        }
    }

    private companion object {
        /** Longest key that is checked, in bytes: no key of the suite is longer. */
        const val LONGEST = 255

        /** Bytes that a store could change, the largest state among them. */
        val payloads =
            listOf(
                """{"b":1, "a":"\u00e9", "a":1.0}""".encodeToByteArray(),
                ByteArray(0),
                "\u00e9e\u0301\ud83d\ude00".encodeToByteArray(),
                " \t\r\nx\r\n ".encodeToByteArray(),
                ByteArray(3),
                ByteArray(256) { it.toByte() },
                byteArrayOf(-1, -2, -64, -128),
                ByteArray(64 * 1024) { it.toByte() },
            )

        /** Names that a store could take for one another, and what makes it do so. */
        val names =
            mapOf(
                "e" to "the plain name",
                "E" to "upper case",
                "e " to "a space at the end",
                " e" to "a space at the start",
                "e\u0301" to "an accent of its own",
                "\u00e9" to "an accent",
                "\u00ea" to "another accent",
                "\u00c9" to "an accent in upper case",
                "\uff45" to "full width",
                "e\u200d" to "an invisible character",
                "e/" to "a slash at the end",
                "%" to "a wildcard of LIKE",
                "_" to "another wildcard of LIKE",
                "e'\"\\;--" to "quotes",
                "ss" to "two letters",
                "\u00df" to "a sharp s",
                "0" to "a number",
                "00" to "a number with a zero before",
                "0.0" to "a number with a point",
            )
    }
}
