package fr.entkit

import fr.entkit.ffi.libraryVersion

/** What is loaded. */
public object EntKit {
    /** Version of the native library inside the jar, such as `0.1.0`. */
    @JvmStatic
    public val version: String
        get() = libraryVersion()
}
