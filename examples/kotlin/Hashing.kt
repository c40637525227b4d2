package fr.entkit.example

import fr.entkit.ffi.HashPool
import fr.entkit.ffi.HashPreset
import fr.entkit.ffi.PasswordInput
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

private const val BUFFERS = 4
private val pool = HashPool(BUFFERS, HashPreset.OWASP19M.policy())
private val hashing = Dispatchers.IO.limitedParallelism(BUFFERS)

/** [stored] is null for an account that does not exist: the same work, and a wrong password. */
suspend fun isRight(
    password: PasswordInput,
    stored: String?,
): Boolean = withContext(hashing) { pool.verify(password, stored).right }
